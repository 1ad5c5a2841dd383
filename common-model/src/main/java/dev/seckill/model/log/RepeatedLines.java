package dev.seckill.model.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets what is said again and again through a few times a second. Not thread-safe. */
final class RepeatedLines {

    /** More than {@link SparseLine} lets through, which tells more of what it leaves out. */
    static final int LINES_A_SECOND = 5;

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int KEYS_MAX = 1000;

    private final LongSupplier nanoTime;
    /** Those first that were not said for longest. */
    private final Map<String, Said> lines = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
            return size() > KEYS_MAX;
        }
    };

    /** How often in the second that began then, and how often it was left out since it was said last. */
    private static final class Said {
        private long sinceNanos;
        private int times;
        private long leftOut;
    }

    /** @param nanoTime a stopwatch */
    RepeatedLines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How often such a line was left out before this one; below 0 if this one is to be left out as well. */
    long leftOutBefore(String key) {
        long now = nanoTime.getAsLong();
        Said said = lines.get(key);
        if (said == null) {
            said = new Said();
            said.sinceNanos = now;
            lines.put(key, said);
        }
        if (now - said.sinceNanos >= SECOND_NANOS) {
            said.sinceNanos = now;
            said.times = 0;
        }
        if (said.times == LINES_A_SECOND) {
            said.leftOut++;
            return -1;
        }
        said.times++;
        long leftOut = said.leftOut;
        said.leftOut = 0;
        return leftOut;
    }
}
