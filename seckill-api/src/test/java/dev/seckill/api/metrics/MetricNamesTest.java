package dev.seckill.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricNamesTest {

    /** What {@code promtool check metrics} complains of: a name that says a metric's type. */
    private static final List<String> TYPES = List.of("counter", "gauge", "histogram", "summary");

    @Test
    void noNameSaysTheTypeOfItsMetric() {
        try (ApiMetrics metrics = new ApiMetrics()) {
            List<String> names = metrics.scrape()
                    .lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .map(line -> line.split(" ")[2])
                    .toList();

            assertThat(names)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name.split("_")).doesNotContainAnyElementsOf(TYPES));
        }
    }
}
