package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class OverviewTest {

    private static final SampleSale SAMPLE = new SampleSale("sample-1", Instant.parse("2026-11-29T22:32:04Z"));

    @Test
    void showsWhereThePagesAreOnThePortsThatWereTaken() {
        assertThat(overview(SAMPLE).lines().map(String::strip))
                .containsSubsequence(
                        "In a browser:",
                        "http://127.0.0.1:41001/                the sales on offer",
                        "http://127.0.0.1:41001/sales/sample-1  a sample sale, which opens at 23:32:04",
                        "http://127.0.0.1:41001/console         runs the sales; its token: s3cret");
    }

    @Test
    void showsNoSampleSaleWhereThereIsNone() {
        assertThat(overview(null))
                .contains("41001/console", "41002/metrics", "41003/metrics")
                .doesNotContain("sample");
    }

    private static String overview(SampleSale sample) {
        return new Overview(
                        "http://127.0.0.1:41001",
                        "http://127.0.0.1:41002",
                        "http://127.0.0.1:41003",
                        new Token("s3cret"),
                        sample,
                        null)
                .text(ZoneOffset.ofHours(1));
    }
}
