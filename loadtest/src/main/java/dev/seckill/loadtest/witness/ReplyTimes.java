package dev.seckill.loadtest.witness;

import java.util.Collection;

/**
 * How long buyers waited, in milliseconds; all 0 when nobody asked. A percentile is the smallest time that at least
 * this share of the replies stayed within.
 */
public record ReplyTimes(long p50Millis, long p95Millis, long p99Millis, long maxMillis) {

    static ReplyTimes of(Collection<Answer> answers) {
        long[] sorted = answers.stream()
                .mapToLong(answer -> answer.elapsed().toMillis())
                .sorted()
                .toArray();
        return new ReplyTimes(
                percentile(sorted, 50), percentile(sorted, 95), percentile(sorted, 99), percentile(sorted, 100));
    }

    private static long percentile(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        long rank = (sorted.length * (long) percent + 99) / 100;
        return sorted[(int) rank - 1];
    }
}
