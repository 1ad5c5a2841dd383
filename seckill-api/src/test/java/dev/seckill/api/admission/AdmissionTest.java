package dev.seckill.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.Rate;
import dev.seckill.api.config.Rates;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.model.BuyerId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdmissionTest {

    private static final Rate TWO_A_MINUTE = new Rate(2, Duration.ofMinutes(1));
    private static final BuyerId ANN = new BuyerId("ann");
    private static final BuyerId BOB = new BuyerId("bob");

    private final ApiMetrics metrics = new ApiMetrics();
    private long now;

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void withoutSettingsEverybodyMayAskAsOftenAsTheyLikeAndTheBodySaysWhoTheyAre() {
        Admission admission = new Admission(AdmissionSettings.OPEN, metrics);

        for (int i = 0; i < 1000; i++) {
            assertThat(admission.ofHead(FakeCaller.from("1.2.3.4")).join()).isEqualTo(new Verdict.Admitted(null));
            assertThat(admission.ofBuyer(null, ANN)).isEqualTo(new Verdict.Admitted(ANN));
        }
        assertThat(admission.ofBuyer(null, null)).isEqualTo(new Verdict.Admitted(null));
    }

    @Test
    void anAddressThatAsksTooOftenIsRefused() {
        Admission admission = admission(null, TWO_A_MINUTE);

        assertThat(admission.ofAddress(FakeCaller.from("1.2.3.4"))).isInstanceOf(Verdict.Admitted.class);
        assertThat(admission.ofHead(FakeCaller.from("1.2.3.4")).join()).isInstanceOf(Verdict.Admitted.class);
        now += Duration.ofMillis(500).toNanos();

        assertThat(admission.ofHead(FakeCaller.from("1.2.3.4")).join())
                .isEqualTo(new Verdict.Refused(
                        Verdict.Why.TOO_MANY,
                        "There are too many requests of this address: more than 2/1m.",
                        30,
                        null));
        assertThat(admission.ofAddress(FakeCaller.from("1.2.3.5"))).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void aRefusalCountsWhenItIsTold() {
        Admission admission = new Admission(AdmissionSettings.OPEN, metrics);
        List.of(
                        Verdict.Refused.tooMany("", 1),
                        Verdict.Refused.unauthorized(""),
                        Verdict.Refused.invalid("buyer", ""),
                        Verdict.Refused.overloaded(""),
                        Verdict.Refused.unavailable(""))
                .forEach(admission::counted);

        for (String outcome : List.of("too_many_requests", "unauthorized", "invalid", "overloaded", "failed")) {
            assertThat(metrics.scrape()).contains("seckill_requests_answered_total{outcome=\"" + outcome + "\"} 1.0");
        }
    }

    @Test
    void aBodyThatNamesAnotherBuyerThanTheTokenIsInvalid() {
        Admission admission = new Admission(AdmissionSettings.OPEN, metrics);

        assertThat(admission.ofBuyer(ANN, BOB))
                .isEqualTo(Verdict.Refused.invalid("buyer", "The body names another buyer than the token."));
        assertThat(admission.ofBuyer(ANN, ANN)).isEqualTo(new Verdict.Admitted(ANN));
        assertThat(admission.ofBuyer(ANN, null)).isEqualTo(new Verdict.Admitted(ANN));
    }

    @Test
    void aBuyerWhoAsksTooOftenIsRefusedWhereverTheyAskFrom() {
        Admission admission = admission(TWO_A_MINUTE, null);

        admission.ofBuyer(null, ANN);
        admission.ofBuyer(ANN, null);

        assertThat(admission.ofBuyer(null, ANN)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.detail()).contains("buyer");
        });
        assertThat(admission.ofBuyer(null, BOB)).isEqualTo(new Verdict.Admitted(BOB));
    }

    private Admission admission(Rate perBuyer, Rate perAddress) {
        return new Admission(
                new AdmissionSettings(null, new Rates(perBuyer, perAddress, 64, 0)),
                metrics,
                Clock.systemUTC(),
                () -> now);
    }
}
