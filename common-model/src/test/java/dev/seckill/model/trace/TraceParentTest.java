package dev.seckill.model.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of W3C's Trace Context, section 3.2. */
final class TraceParentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void whatIsReadIsWrittenTheSameWay() {
        assertThat(TraceParent.parse(SAMPLED))
                .isEqualTo(new TraceParent(TRACE, SPAN, true))
                .hasToString(SAMPLED);
        assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-00"))
                .isEqualTo(new TraceParent(TRACE, SPAN, false))
                .hasToString("00-" + TRACE + "-" + SPAN + "-00");
    }

    @Test
    void flagsThatNobodyKnowsDoNotHideWhetherItIsSampled() {
        assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-03").sampled())
                .isTrue();
        assertThat(TraceParent.parse("00-" + TRACE + "-" + SPAN + "-fe").sampled())
                .isFalse();
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        assertThat(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-01")).isEqualTo(TraceParent.parse(SAMPLED));
        assertThat(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-01-what-comes"))
                .isEqualTo(TraceParent.parse(SAMPLED));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-x1",
                "00-4bf92f3577b34da6a3ce929d0e0e47é6-00f067aa0ba902b7-01"
            })
    void whatIsNoSuchHeaderSaysNothing(String text) {
        assertThat(TraceParent.parse(text)).isNull();
    }
}
