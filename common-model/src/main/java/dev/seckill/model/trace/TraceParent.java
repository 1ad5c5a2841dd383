package dev.seckill.model.trace;

import java.util.Objects;

/**
 * Where in a trace something is caused, as W3C's Trace Context writes it in HTTP and Kafka headers:
 * {@code 00-TRACE-SPAN-FLAGS} in lower-case hexadecimal digits.
 *
 * @param traceId names the trace, 32 digits
 * @param spanId names the span that causes what follows, 16 digits
 * @param sampled whether whoever began it keeps its spans
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

    /** The header's name, in both. */
    public static final String HEADER = "traceparent";

    private static final int TRACE_START = 3;
    private static final int TRACE_END = 35;
    private static final int SPAN_START = 36;
    private static final int SPAN_END = 52;
    private static final int FLAGS_START = 53;
    private static final int LENGTH = 55;
    private static final int SAMPLED = 1;

    public TraceParent {
        Objects.requireNonNull(traceId, "traceId");
        Objects.requireNonNull(spanId, "spanId");
    }

    /**
     * Reads the header's text, which anybody may have written.
     *
     * @return null if it is none, which means that there is no caller to go by
     */
    public static TraceParent parse(String text) {
        if (text == null || !hasForm(text)) {
            return null;
        }
        boolean sampled = (Character.digit(text.charAt(FLAGS_START + 1), 16) & SAMPLED) != 0;
        TraceParent parent =
                new TraceParent(text.substring(TRACE_START, TRACE_END), text.substring(SPAN_START, SPAN_END), sampled);
        return isZero(parent.traceId) || isZero(parent.spanId) ? null : parent;
    }

    /** A later version may add something behind another dash. */
    private static boolean hasForm(String text) {
        boolean isLong = text.length() == LENGTH
                || text.length() > LENGTH && text.charAt(LENGTH) == '-' && !text.startsWith("00");
        return isLong
                && !text.startsWith("ff")
                && isHex(text, 0, TRACE_START - 1)
                && text.charAt(TRACE_START - 1) == '-'
                && isHex(text, TRACE_START, TRACE_END)
                && text.charAt(TRACE_END) == '-'
                && isHex(text, SPAN_START, SPAN_END)
                && text.charAt(SPAN_END) == '-'
                && isHex(text, FLAGS_START, LENGTH);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String id) {
        return id.chars().allMatch(digit -> digit == '0');
    }

    /** The header's text. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
