package dev.seckill.api.redis;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.SaleState;
import java.util.Objects;

/**
 * Notices a Redis that is older than what was decided or logged: a failover to a stale replica, a restored backup, an
 * emptied database. Such a Redis would give the same numbers, and so the same units, a second time.
 *
 * <p>What was decided here is remembered; what others logged is asked at every new connection, because a Redis
 * cannot become older behind a connection that stays open. Not thread-safe.
 */
final class SeqGuard {

    private final LoggedSeq loggedSeq;
    private long highestLogged;
    private long highestSeen;
    private long epoch;

    SeqGuard(LoggedSeq loggedSeq) {
        this.loggedSeq = Objects.requireNonNull(loggedSeq, "loggedSeq");
    }

    /** To be called for every new connection, before anything is decided over it. */
    void readLog() {
        LoggedSeq.Mark logged = loggedSeq.highest();
        highestLogged = Math.max(highestLogged, logged.seq());
        if (logged.epoch() > epoch) {
            epoch = logged.epoch();
            highestSeen = 0;
        }
    }

    /** Whether nobody is known to have bought. */
    boolean knowsNoOrder() {
        return highestLogged == 0 && highestSeen == 0;
    }

    /** Whether the state lies before something that is known. If not, it becomes what is known. */
    boolean isOlderThanKnown(SaleState state) {
        if (isFromBeforeARebuild(state) || state.seq() < highestLogged) {
            return true;
        }
        if (state.epoch() == epoch && state.seq() < highestSeen) {
            return true;
        }
        // A rebuilt sale may start below what was decided here and never logged: those units are for sale again.
        epoch = state.epoch();
        highestSeen = state.seq();
        return false;
    }

    /** Whether the sale was rebuilt since the state was. */
    boolean isFromBeforeARebuild(SaleState state) {
        return state.epoch() < epoch;
    }

    /** To be called with the number of the newest order decided here. */
    void decided(long seq) {
        highestSeen = seq;
    }

    /** What is known, for a log line. */
    @Override
    public String toString() {
        return "logged=" + highestLogged + ", seen=" + highestSeen + ", epoch=" + epoch;
    }
}
