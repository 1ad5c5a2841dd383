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
    private final LongSupplier watch;
    private SaleReader.Snapshot look;
    /** The batch that it was taken for; null for any whose requests have neither keys nor buyers. */
    private List<Request> batch;
    /** What {@link #watch} told when it was taken. */
    private long watchOfLook;

    private long restUntilNanos;
    private boolean shared;
    /** Whether the newest batch had neither keys nor buyers: the next one is likely to be like it. */
    private boolean anonymous = true;

    /**
     * Nothing is known yet.
     *
     * @param freshFor how old a look may be to be decided upon; zero for no look ahead
     * @param nanoTime a stopwatch
     * @param watch changes whenever what is watched over the connection is watched no longer
     */
    LookAhead(Duration freshFor, LongSupplier nanoTime, LongSupplier watch) {
        this.freshFor = Objects.requireNonNull(freshFor, "freshFor");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.watch = Objects.requireNonNull(watch, "watch");
        this.restUntilNanos = nanoTime.getAsLong();
    }

    /** Whether a transaction shall bring a look for the next batch along. */
    boolean isWanted() {
        return !shared && anonymous && mayComeAlong();
    }

    /** Whether the transaction of another sale may bring a look for the next batch along. */
    boolean mayComeAlong() {
        return !freshFor.isZero() && nanoTime.getAsLong() - restUntilNanos >= 0;
    }

    /** Keeps what a transaction brought; null for nothing. */
    void keep(SaleReader.Snapshot brought) {
        keepFor(null, brought);
    }

    /** Keeps what was brought with the fields of a batch. */
    void keepFor(List<Request> requests, SaleReader.Snapshot brought) {
        look = brought;
        batch = requests;
        watchOfLook = watch.getAsLong();
    }

    /**
     * Gives the look away, once.
     *
     * @return null if there is none that these requests may be decided upon: it is old, the sale closes about now, it is
     *     watched no longer, or they have keys or buyers, which it knows nothing of
     */
    SaleReader.Snapshot takeFor(List<? extends Request> requests) {
        SaleReader.Snapshot kept = look;
        look = null;
        long now = nanoTime.getAsLong();
        anonymous = requests.stream().allMatch(LookAhead::isAnonymous);
        if (kept == null || requests.isEmpty() || watch.getAsLong() != watchOfLook) {
            return null;
        }
        if (now - kept.askedNanos() > freshFor.toNanos() || closes(kept, now)) {
            return null;
        }
        boolean known = batch == null ? anonymous : batch.equals(requests);
        return known ? kept : null;
    }

    /** An old time may say that a sale is not open yet; it must not say that it is open still. */
    private static boolean closes(SaleReader.Snapshot kept, long now) {
        Instant closesAt = kept.state().definition().closesAt();
        return closesAt != null && !kept.latestNow(now).plus(CLOSE_MARGIN).isBefore(closesAt);
    }

    private static boolean isAnonymous(Request request) {
        return request instanceof Purchase purchase && purchase.isAnonymous();
    }

    /** It is of no use any more. */
    void forget() {
        look = null;
    }

    /** Whether another sale has used the connection since: what is watched next would not last either. */
    void isShared(boolean is) {
        shared = is;
    }

    /** Somebody else sells as well. */
    void rest() {
        restUntilNanos = nanoTime.getAsLong() + REST.toNanos();
    }
}
