package dev.seckill.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class InstanceMetricsTest {

    @Test
    void refusedConnectionsAreStillCountedAfterACollectionOfGarbage() {
        AtomicLong refused = new AtomicLong();
        try (ApiMetrics metrics = new ApiMetrics()) {
            metrics.instance().server("shop", () -> 0, () -> 0, Map.of("head_wait", refused::get));
            for (WeakReference<Object> garbage = new WeakReference<>(new Object()); garbage.get() != null; ) {
                System.gc();
            }

            refused.set(3);

            assertThat(metrics.scrape())
                    .contains("seckill_http_refused_total{bound=\"head_wait\",server=\"shop\"} 3.0");
        }
    }
}
