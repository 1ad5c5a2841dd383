package dev.seckill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.MetricsTable.Program;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison that finds nothing has to be able to find something. */
final class MetricsTableTest {

    /** A scrape that is as the tables say. */
    private static Map<String, String> asTold(Program program) {
        Map<String, String> scrape = new TreeMap<>();
        MetricsTable.of(program).forEach((name, metric) -> {
            String labels = metric.labels().stream()
                    .map(label -> label + "=\"a \\\"}\"")
                    .collect(Collectors.joining(","));
            scrape.put(name, "# TYPE " + name + " " + metric.type() + "\n" + name + "{" + labels + "} 1.0\n");
        });
        return scrape;
    }

    private static String text(Map<String, String> scrape) {
        return String.join("", scrape.values());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAsToldDiffersInNothing(Program program) {
        assertThat(MetricsTable.of(program)).hasSizeGreaterThan(40);
        assertThat(MetricsTable.differences(program, text(asTold(program)))).isEmpty();
    }

    @Test
    void whatIsMissingAndWhatIsNotToldIsFound() {
        Map<String, String> scrape = asTold(Program.API);
        scrape.remove("seckill_ready");
        scrape.put("seckill_new", "# TYPE seckill_new gauge\nseckill_new 1\n");
        scrape.put("seckill_ready_max", "# TYPE seckill_ready_max gauge\nseckill_ready_max 1\n");

        assertThat(MetricsTable.differences(Program.API, text(scrape)))
                .containsExactlyInAnyOrder(
                        "seckill_ready is in the table, and not in the scrape",
                        "seckill_new is in the scrape, and not in the table",
                        "seckill_ready_max is in the scrape, and not in the table");
    }

    @Test
    void anotherTypeAndOtherLabelsAreFound() {
        Map<String, String> scrape = asTold(Program.API);
        scrape.put("seckill_ready", "# TYPE seckill_ready counter\nseckill_ready 1\n");
        scrape.put(
                "seckill_request_duration_seconds",
                "# TYPE seckill_request_duration_seconds histogram\nseckill_request_duration_seconds_bucket{le=\"1.0\"} 1\n"
                        + "seckill_request_duration_seconds_sum 1\n");

        assertThat(MetricsTable.differences(Program.API, text(scrape))).hasSize(2);
    }

    @Test
    void theHighestOfAHistogramNeedsNoRow() {
        Map<String, String> scrape = asTold(Program.CONSUMER);
        String highest = "consumer_insert_duration_seconds_max";
        scrape.put(highest, "# TYPE " + highest + " gauge\n" + highest + " 1\n");

        assertThat(MetricsTable.differences(Program.CONSUMER, text(scrape))).isEmpty();
    }
}
