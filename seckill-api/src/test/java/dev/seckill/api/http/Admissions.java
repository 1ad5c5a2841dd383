package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.metrics.ApiMetrics;

/** Who may ask of servers in tests. */
final class Admissions {

    private Admissions() {}

    /** Everybody, as often as they like. */
    static Admission open(ApiMetrics metrics) {
        return new Admission(AdmissionSettings.OPEN, metrics);
    }
}
