package dev.seckill.api.redis;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.SaleState;
import java.util.Objects;

/**
 * Notices a Redis that is older than what was decided or logged: a failover to a stale replica, a restored backup, an
 * emptied database. Such a Redis would give the same numbers, and so the same units, a second time. What counts is the number
 * in the sale's journal, and for what an older program has logged, which kept none, that of the newest order.
 *
 * <p>What was decided here is remembered; what others logged is asked at every new connection, because a Redis
 * cannot become older behind a connection that stays open. Not thread-safe.
 */
final class SeqGuard {

    private final LoggedSeq loggedSeq;
    private LoggedSeq.Mark logged = LoggedSeq.NONE;
    private long highestSeen;
    private long epoch;

    SeqGuard(LoggedSeq loggedSeq) {
        this.loggedSeq = Objects.requireNonNull(loggedSeq, "loggedSeq");
    }

    /** To be called for every new connection, before anything is decided over it. */
    void readLog() {
        logged = logged.max(loggedSeq.highest());
        if (logged.epoch() > epoch) {
            epoch = logged.epoch();
            highestSeen = 0;
        }
    }

    /** Whether the log has no order; of a sale that was put on sale only, it has what tells of that. */
    boolean knowsNoOrder() {
        return logged.seq() == 0;
    }

    /** Whether the state lies before something that is known. If not, it becomes what is known. */
    boolean isOlderThanKnown(SaleState state) {
        if (isFromBeforeARebuild(state) || state.lastNo() < logged.no() || state.seq() < logged.seq()) {
            return true;
        }
        if (state.epoch() == epoch && state.lastNo() < highestSeen) {
            return true;
        }
        // A rebuilt sale may start below what was decided here and never logged: those units are for sale again.
        epoch = state.epoch();
        highestSeen = state.lastNo();
        return false;
    }

    /**
     * Whether somebody emptied Redis and put the sale on sale anew before anybody bought: nobody has decided anything but units
     * that were put on sale, and all of that is logged. Then its journal can go on where the log ends.
     */
    boolean isBegunAnew(SaleState state) {
        return state.isBare()
                && logged.no() > 0
                && logged.onlyUnits()
                && epoch == 0
                && logged.epoch() == 0
                && highestSeen <= logged.no();
    }

    /** The state as the journal goes on with it, if it is begun anew. */
    SaleState goingOn(SaleState state) {
        return isBegunAnew(state) ? state.after(logged.no(), logged.left()) : state;
    }

    /** Whether the sale was rebuilt since the state was. */
    boolean isFromBeforeARebuild(SaleState state) {
        return state.epoch() < epoch;
    }

    /** To be called with the number of the newest event decided here. */
    void decided(long no) {
        highestSeen = no;
    }

    /** What is known, for a log line. */
    @Override
    public String toString() {
        return "logged=" + logged.no() + ", seen=" + highestSeen + ", epoch=" + epoch;
    }
}
