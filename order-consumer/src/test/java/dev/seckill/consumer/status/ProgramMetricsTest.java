package dev.seckill.consumer.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ProgramMetricsTest {

    @Test
    void refusedConnectionsAreStillCountedAfterACollectionOfGarbage() {
        AtomicLong refused = new AtomicLong();
        try (ConsumerMetrics metrics = new ConsumerMetrics()) {
            metrics.program().server(() -> 0, Map.of("head_wait", refused::get));
            for (WeakReference<Object> garbage = new WeakReference<>(new Object()); garbage.get() != null; ) {
                System.gc();
            }

            refused.set(3);

            assertThat(metrics.scrape()).contains("consumer_http_refused_total{bound=\"head_wait\"} 3.0");
        }
    }
}
