package dev.seckill.api.decide;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What was seen when the sale was last looked at, and when that is too old: the knowledge that everything is sold answers
 * buyers without a look, so it has to be refreshed more often. The longer nobody has asked for the sale, the more seldom it is
 * looked at, unless it holds orders: their time runs out whether anybody asks or not. Written by the decision thread; its view is for everybody.
 */
final class LastLook {

    /** A look is due after this part of the time for which nobody has asked. */
    private static final int PART_OF_SILENCE = 2;

    /** How long the refresh that is due may take until buyers have to wait for it. */
    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Duration soldOutRefresh;
    private final Duration probe;
    private final boolean fades;
    private final LongSupplier nanoTime;
    private volatile SaleView view = SaleView.NOT_LOOKED;
    private volatile SaleSeen lastSeen;
    /** For how long a hold had been over at the last look; below 0 without any. */
    private volatile long overdueNanos = -1;

    private volatile long lookedNanos;
    private volatile long askedNanos;
    private boolean seen;
    private boolean holds;

    /**
     * None yet.
     *
     * @param soldOutRefresh how old the knowledge that everything is sold may get
     * @param probe how old any other may get while no purchase comes
     * @param fades whether it is taken more seldom while nobody asks
     * @param nanoTime a stopwatch
     */
    LastLook(Duration soldOutRefresh, Duration probe, boolean fades, LongSupplier nanoTime) {
        this.soldOutRefresh = soldOutRefresh;
        this.probe = probe;
        this.fades = fades;
        this.nanoTime = nanoTime;
        this.askedNanos = nanoTime.getAsLong();
        forget();
    }

    SaleView view() {
        return view;
    }

    /** The same for figures. Called by any thread. */
    SaleInUse figures(SaleId sale) {
        long age = nanoTime.getAsLong() - lookedNanos;
        long overdue = overdueNanos;
        return new SaleInUse(sale, lastSeen, age, overdue < 0 ? 0 : overdue + age, HaltReason.of(view));
    }

    /** Somebody asks for the sale. Called by any thread. */
    void asked(long now) {
        askedNanos = now;
    }

    /** For how long nobody has asked. */
    long silenceNanos() {
        return nanoTime.getAsLong() - askedNanos;
    }

    /** Whether buyers may be told that everything is sold. Called by any thread. */
    boolean isSoldOut(long now) {
        return view.soldOut() && now - lookedNanos < soldOutRefresh.toNanos() + REFRESH_NANOS;
    }

    boolean isDue() {
        long now = nanoTime.getAsLong();
        long every = (view.soldOut() ? soldOutRefresh : probe).toNanos();
        return now - lookedNanos >= Math.max(every, fades && !holds ? (now - askedNanos) / PART_OF_SILENCE : 0);
    }

    /** It has to be taken anew as soon as possible. */
    void forget() {
        lookedNanos = nanoTime.getAsLong() - TimeUnit.DAYS.toNanos(1);
    }

    /** It begins, whatever will be seen. */
    void begins() {
        lookedNanos = nanoTime.getAsLong();
    }

    void saw(Attempt.Decided decided) {
        Long left = decided.left();
        view = new SaleView(left, decided.open() && left != null && left <= 0, decided.trouble());
        lastSeen = decided.seen();
        overdueNanos = decided.overdue() == null || decided.seen() == null
                ? -1
                : Duration.between(decided.overdue(), decided.seen().at()).toNanos();
        seen |= left != null || decided.trouble() != null;
        holds = decided.holds();
        if (holds && !decided.others().isEmpty()) {
            forget(); // of those that are due a look takes only so many
        }
    }

    /** Whether orders were held, so that the sale has to be looked at until none is. */
    boolean holds() {
        return holds;
    }

    /** Whether there was such a sale once. */
    boolean hasSeen() {
        return seen;
    }

    void sawNothing(RuntimeException reason) {
        String trouble = reason instanceof StockUnavailableException known ? known.trouble() : "Redis cannot be used.";
        view = new SaleView(null, false, trouble);
    }
}
