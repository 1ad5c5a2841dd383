package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SampleSaleTest {

    private static final Instant NOW = Instant.parse("2026-11-29T22:31:04.789Z");

    @Test
    void opensOnTheSecondAndClosesByItself() {
        SampleSale sale = SampleSale.openingIn(Duration.ofSeconds(60), NOW);

        assertThat(sale.id()).isEqualTo("sample-20261129-223104");
        assertThat(sale.opensAt()).isEqualTo("2026-11-29T22:32:04Z");
        assertThat(sale.definition())
                .contains("\"opensAt\":\"2026-11-29T22:32:04Z\",\"closesAt\":\"2026-11-30T00:32:04Z\"");
    }

    @Test
    void isAnotherOneAtTheNextStart() {
        assertThat(SampleSale.openingIn(Duration.ofSeconds(60), NOW.plusSeconds(1))
                        .id())
                .isNotEqualTo(SampleSale.openingIn(Duration.ofSeconds(60), NOW).id());
    }
}
