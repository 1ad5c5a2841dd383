package dev.seckill.loadtest.bench;

import org.HdrHistogram.Histogram;

/**
 * What the load generator saw during one measured span.
 *
 * @param seconds how long it sent requests
 * @param requests requests sent
 * @param allRequests the same with those of the ramp-up before the span
 * @param ok replies with a status from 200 to 299
 * @param refused replies with a status from 500 to 599
 * @param failed everything else: other replies, broken connections, timeouts
 * @param nanos response times of all replies, in nanoseconds; not to be changed
 */
record Sample(double seconds, long requests, long allRequests, long ok, long refused, long failed, Histogram nanos) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * The same with the last replies accounted for: buyers who asked before the end of the span were answered after it,
     * one response time later on average.
     */
    Sample withLastRepliesTimed() {
        return new Sample(seconds + nanos.getMean() / 1e9, requests, allRequests, ok, refused, failed, nanos);
    }

    /** Good replies per second. */
    double okPerSecond() {
        return ok / seconds;
    }

    /** A percentile of the response times in milliseconds. */
    double millisAt(double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
