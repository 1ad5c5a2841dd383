package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CertificationTest {

    @Test
    void aSaleThatCanNeverBeProvenDoesNotCountAsHeldUp() {
        Standing held =
                new Standing(3, 9, Standing.Kind.FAILS, "the disk is full", Instant.parse("2026-11-30T12:00:00Z"));
        Standing never =
                new Standing(0, 5, Standing.Kind.HALTED, "a sale named keys", Instant.parse("2026-11-01T12:00:00Z"));

        assertThat(Certification.provable(Map.of(new SaleId("cars"), held, new SaleId("keys"), never)))
                .containsExactly(held);
    }
}
