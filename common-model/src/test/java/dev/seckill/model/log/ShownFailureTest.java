package dev.seckill.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ShownFailureTest {

    @Test
    void keepsTheStackTraceAndTheCauses() {
        Exception failure = new IllegalStateException("not read", new IllegalArgumentException());

        assertThat(printed(ShownFailure.of(failure))).isEqualTo(printed(failure));
    }

    @Test
    void cannotForgeALine() {
        String forged = "\r\n2026-11-29 ERROR sold out\u009b2J\u202e";
        Exception failure = new IllegalStateException("a" + forged, new IllegalArgumentException("b" + forged));

        String escaped = "\\u000d\\u000a2026-11-29 ERROR sold out\\u009b2J\\u202e";
        assertThat(printed(ShownFailure.of(failure)).lines())
                .filteredOn(line -> !line.startsWith("\t"))
                .containsExactly(
                        "java.lang.IllegalStateException: a" + escaped,
                        "Caused by: java.lang.IllegalArgumentException: b" + escaped);
    }

    @Test
    void endsOnARingOfCauses() {
        Exception outer = new IllegalStateException("outer");
        outer.initCause(new IllegalStateException("inner", outer));

        assertThat(printed(ShownFailure.of(outer))).contains("outer", "inner");
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
