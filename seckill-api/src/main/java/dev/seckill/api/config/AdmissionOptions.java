package dev.seckill.api.config;

import picocli.CommandLine.Mixin;

/** Who may ask at all, before anything is queued. */
final class AdmissionOptions {

    @Mixin
    RateOptions rates;

    AdmissionSettings toSettings() {
        return new AdmissionSettings(rates.toSettings());
    }
}
