package dev.seckill.consumer.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.trace.TraceParent;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class ParkedLinesTest {

    private static final Pattern MORE = Pattern.compile("parked more, .*\\(messages=(\\d+), ALARM=(\\d+)\\)");

    private final ParkedLines lines = new ParkedLines();

    @Test
    void tellsEachOfAFew() {
        List<String> said =
                LogLines.during(() -> lines.tell(List.of(parked(1, "no order", false), parked(2, "clash", true))));

        assertThat(said)
                .hasSize(3)
                .anyMatch(line -> line.contains("WARN") && line.endsWith("- parked (from=T-0@1, reason=no order)"))
                .anyMatch(
                        line -> line.contains("ERROR") && line.endsWith("- parked, ALARM (from=T-0@2, reason=clash)"));
    }

    @Test
    void namesTheTraceOfAMessageThatIsTraced() {
        TraceParent traced = new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
        ParkedMessage first = parked(1, "no order", false);
        first.message().headers().add(TraceParent.HEADER, traced.toString().getBytes(US_ASCII));
        ParkedMessage second = parked(2, "clash", true);
        second.message().headers().add(TraceParent.HEADER, "00-\n[ERROR]".getBytes(US_ASCII));

        List<String> said = LogLines.during(() -> lines.tell(List.of(first, second)));

        assertThat(said)
                .hasSize(3)
                .anyMatch(line ->
                        line.endsWith("- parked (from=T-0@1, trace=4bf92f3577b34da6a3ce929d0e0e4736, reason=no order)"))
                .anyMatch(line -> line.endsWith("- parked, ALARM (from=T-0@2, reason=clash)"));
    }

    /** The most likely cause is an order book that was kept while everything else was emptied. */
    @Test
    void saysOnceWhatAnAlarmMayMean() {
        List<String> said = LogLines.during(() -> {
            lines.tell(List.of(parked(1, "no order", false)));
            lines.tell(List.of(parked(2, "clash", true)));
            lines.tell(List.of(parked(3, "clash", true)));
        });

        assertThat(said)
                .filteredOn(line -> line.contains("the book was kept"))
                .singleElement()
                .asString()
                .contains("ERROR", "--mysql", "audit --repair");
        assertThat(said).hasSize(4);
    }

    @Test
    void tellsOfThousandsInAFewLinesAndForgetsNone() {
        List<ParkedMessage> batch = Stream.concat(
                        IntStream.range(0, 400).mapToObj(offset -> parked(offset, "no order", false)),
                        IntStream.range(400, 500).mapToObj(offset -> parked(offset, "clash", true)))
                .toList();

        List<String> said = LogLines.during(() -> lines.tell(batch));

        // Alarms have lines of their own, so that 400 messages before them cannot hide them.
        long single = said.stream().filter(line -> line.contains("from=")).count();
        long alarms =
                said.stream().filter(line -> line.contains("ALARM (from=")).count();
        assertThat(alarms).isBetween(3L, 90L);
        MatchResult more = said.stream()
                .flatMap(line -> MORE.matcher(line).results())
                .findFirst()
                .orElseThrow();
        assertThat(Long.parseLong(more.group(1))).isEqualTo(500 - single);
        assertThat(Long.parseLong(more.group(2))).isEqualTo(100 - alarms);
        assertThat(said).hasSizeLessThan(200).last().asString().contains("ERROR");
    }

    @Test
    void tellsOfManyBatchesInAFewLines() {
        List<String> said = LogLines.during(() ->
                IntStream.range(0, 2000).forEach(offset -> lines.tell(List.of(parked(offset, "no order", false)))));

        // Six a second at most, and the test has 30.
        assertThat(said).hasSizeBetween(4, 186);
    }

    @Test
    void aReasonCannotForgeALine() {
        String reason = "Duplicate entry 'x\n[ERROR] sold out\u009b2J\u202e' for key";

        List<String> said = LogLines.during(() -> lines.tell(List.of(parked(1, reason, true))));

        assertThat(said).hasSize(2).first().asString().contains("'x\\u000a[ERROR] sold out\\u009b2J\\u202e'");
    }

    private static ParkedMessage parked(long offset, String reason, boolean alarm) {
        return new ParkedMessage(new ConsumerRecord<>("T", 0, offset, null, new byte[0]), reason, alarm);
    }
}
