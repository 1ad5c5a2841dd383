package dev.seckill.model.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LogStreamTest {

    private static final String LINE = "2026-11-30T01:54:58.043Z [main] WARN OutboxDelivery - order log - did not take"
            + " orders (orders=1, last=01a22a29-9571-7000-8927-2aca7c642320, sale=cars, reason=\"x\")";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream target = new PrintStream(written, true, UTF_8);
    private long nanos = 7;

    private LogStream stream(LogFormat format) {
        return new LogStream(target, format, () -> nanos);
    }

    private List<String> lines() {
        return written.toString(UTF_8).lines().toList();
    }

    private static void say(LogStream stream, String line) {
        stream.println(line);
        stream.flush();
    }

    @Test
    void textStaysAsItIs_withTheStackOfAFailure() {
        LogStream stream = stream(LogFormat.TEXT);
        stream.println(LINE);
        new IllegalStateException("why").printStackTrace(stream);
        stream.flush();
        say(stream, "no log line");

        assertThat(lines())
                .startsWith(LINE, "java.lang.IllegalStateException: why")
                .endsWith("no log line");
    }

    @Test
    void jsonIsAnObjectALine_withSaleAndOrder() {
        LogStream stream = stream(LogFormat.JSON);
        stream.println(LINE);
        new IllegalStateException("why").printStackTrace(stream);
        stream.flush();
        say(stream, "no log line");

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .startsWith("{\"time\":\"2026-11-30T01:54:58.043Z\",\"level\":\"WARN\",\"logger\":\"OutboxDelivery\","
                        + "\"thread\":\"main\",\"message\":\"order log - did not take orders (orders=1,")
                .contains("reason=\\\"x\\\")\",\"sale\":\"cars\",\"order\":\"01a22a29-9571-7000-8927-2aca7c642320\"")
                .contains("\"stack\":\"java.lang.IllegalStateException: why\\n\\tat ");
        assertThat(lines().get(1)).isEqualTo("{\"message\":\"no log line\"}");
    }

    @Test
    void jsonNamesTheTraceOfALineAboutATracedRequest() {
        LogStream stream = stream(LogFormat.JSON);
        say(stream, LINE.replace(", sale=", ", trace=4bf92f3577b34da6a3ce929d0e0e4736, sale="));
        say(stream, LINE.replace(", sale=", ", trace=4bf92f35, sale="));

        assertThat(lines().get(0)).contains("\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}");
        assertThat(lines().get(1)).doesNotContain("\"trace\"");
    }

    @Test
    void theOtherProgramsFormIsReadToo() {
        say(
                stream(LogFormat.JSON),
                "2026-11-30T02:05:05.190Z [ERROR] ParkedLines - order-intake - parked (from=LOG-1@1)");

        assertThat(lines())
                .containsExactly(
                        "{\"time\":\"2026-11-30T02:05:05.190Z\",\"level\":\"ERROR\",\"logger\":\"ParkedLines\","
                                + "\"message\":\"order-intake - parked (from=LOG-1@1)\"}");
    }

    @Test
    void whatIsRepeatedIsSaidAFewTimesASecond_andHowOftenItWasLeftOut() {
        LogStream stream = stream(LogFormat.TEXT);
        for (int i = 0; i < 50_000; i++) {
            say(stream, LINE.replace("orders=1", "orders=" + i));
        }
        say(stream, LINE.replace("WARN", "ERROR"));
        assertThat(lines()).hasSize(RepeatedLines.LINES_A_SECOND + 1);

        nanos += TimeUnit.SECONDS.toNanos(1);
        say(stream, LINE);
        assertThat(lines().get(RepeatedLines.LINES_A_SECOND + 1)).endsWith(" [left out before, such lines: 49995]");
    }

    @Test
    void theStackOfWhatIsLeftOutIsLeftOutToo() {
        LogStream stream = stream(LogFormat.TEXT);
        for (int i = 0; i < 100; i++) {
            stream.println(LINE);
            new IllegalStateException("why").printStackTrace(stream);
            stream.flush();
        }

        assertThat(lines().stream().filter("java.lang.IllegalStateException: why"::equals))
                .hasSize(RepeatedLines.LINES_A_SECOND);
    }

    @Test
    void itIsInstalledOnce_howeverOften() {
        PrintStream before = System.err;
        System.setErr(target);
        try {
            LogStream.install(LogFormat.TEXT);
            LogStream.install(LogFormat.JSON);
            System.err.println(LINE);
            System.err.flush();
        } finally {
            System.setErr(before);
        }

        assertThat(lines()).singleElement().asString().startsWith("{\"time\":\"2026-11-30T01:54:58.043Z\"");
    }

    @Test
    void whoeverAsksForDebugLinesGetsAll() {
        LogStream stream = stream(LogFormat.TEXT);
        for (int i = 0; i < 100; i++) {
            say(stream, LINE.replace("WARN", "DEBUG"));
        }

        assertThat(lines()).hasSize(100);
    }
}
