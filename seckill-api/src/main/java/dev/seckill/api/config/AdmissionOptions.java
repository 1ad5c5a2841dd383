package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import picocli.CommandLine.Mixin;

/** Who may ask at all, before anything is queued. */
final class AdmissionOptions {

    @Mixin
    BuyerTokenOptions tokens;

    @Mixin
    RateOptions rates;

    AdmissionSettings toSettings(Problems problems) {
        return new AdmissionSettings(tokens.toSettings(problems), rates.toSettings());
    }
}
