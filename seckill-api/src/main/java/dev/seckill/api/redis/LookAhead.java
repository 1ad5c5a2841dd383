package dev.seckill.api.redis;

import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Saves a decision its first round trip: a transaction takes the look for the next batch along, and that batch may be
 * decided upon it as long as it is fresh. Nothing is taken on trust, since the sale is watched from that look on: if
 * anybody changes it, the next transaction fails. Where others sell as well it would fail each time, so it rests then.
 *
 * <p>Used by one thread.
 */
final class LookAhead {

    /** How long it rests after somebody else changed the sale. */
    private static final Duration REST = Duration.ofSeconds(1);

    /**
     * How long before its close a sale is looked at anew for each batch. A look's own time does not move on, and two stopwatches
     * do not run alike.
     */
    static final Duration CLOSE_MARGIN = Duration.ofMillis(100);

    private final Duration freshFor;
    private final LongSupplier nanoTime;
    private SaleReader.Snapshot look;
    private long restUntilNanos;
    private boolean shared;

    /**
     * Nothing is known yet.
     *
     * @param freshFor how old a look may be to be decided upon; zero for no look ahead
     * @param nanoTime a stopwatch
     */
    LookAhead(Duration freshFor, LongSupplier nanoTime) {
        this.freshFor = Objects.requireNonNull(freshFor, "freshFor");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.restUntilNanos = nanoTime.getAsLong();
    }

    /** Whether a transaction shall bring a look for the next batch along. */
    boolean isWanted() {
        return !shared && !freshFor.isZero() && nanoTime.getAsLong() - restUntilNanos >= 0;
    }

    /** Keeps what a transaction brought; null for nothing. */
    void keep(SaleReader.Snapshot brought) {
        look = brought;
    }

    /**
     * Gives the look away, once.
     *
     * @return null if there is none that these purchases may be decided upon: it is old, the sale closes about now, or they
     *     have keys or buyers, which it knows nothing of
     */
    SaleReader.Snapshot takeFor(List<? extends Request> requests) {
        SaleReader.Snapshot kept = look;
        look = null;
        long now = nanoTime.getAsLong();
        if (kept == null || requests.isEmpty() || now - kept.askedNanos() > freshFor.toNanos() || closes(kept, now)) {
            return null;
        }
        return requests.stream().allMatch(LookAhead::isAnonymous) ? kept : null;
    }

    /** An old time may say that a sale is not open yet; it must not say that it is open still. */
    private static boolean closes(SaleReader.Snapshot kept, long now) {
        Instant closesAt = kept.state().definition().closesAt();
        return closesAt != null && !kept.latestNow(now).plus(CLOSE_MARGIN).isBefore(closesAt);
    }

    private static boolean isAnonymous(Request request) {
        return request instanceof Purchase purchase && purchase.isAnonymous();
    }

    /** The watch is gone, with the connection or by another command. */
    void forget() {
        look = null;
    }

    /** Whether another sale has used the connection since: the watch is gone then, and the next one would not last either. */
    void isShared(boolean is) {
        shared = is;
        if (is) {
            forget();
        }
    }

    /** Somebody else sells as well. */
    void rest() {
        restUntilNanos = nanoTime.getAsLong() + REST.toNanos();
    }
}
