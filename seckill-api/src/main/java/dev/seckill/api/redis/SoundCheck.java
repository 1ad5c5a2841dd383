package dev.seckill.api.redis;

import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what Redis holds of the sale may be sold from. If it is older than what is known, or has lost a
 * companion, the sale is halted for everybody, until {@code recover}. What this instance decided and whether the
 * companions are there is looked at every time; the order log is asked, and a process that is new to the sale is
 * left alone for a while, at every new connection. After that while the log is read on. Used by one thread.
 */
final class SoundCheck {

    private static final Logger log = LoggerFactory.getLogger(SoundCheck.class);

    private final SaleId sale;
    private final Verdicts verdicts;
    private final SeqGuard guard;
    private final FailoverPause pause;
    private final SparseLine halted = new SparseLine();
    private boolean logRead;
    private boolean sound;
    private boolean anew;
    private long anewSinceNanos;
    /** Whether somebody was sent away because the process is new to the sale. */
    private boolean leftAlone;
    /** Whether the log has to be read on, and whether it was since everybody had time to look. */
    private boolean readingDue;

    private boolean readSince;

    /** Where a verdict is written for all instances, which is the Redis that was looked at. */
    interface Verdicts {

        /** The process that was looked at. */
        RedisLink.Identity server();

        /** Halts the sale; false if somebody has changed it since the look, which then has to be repeated. */
        boolean halt();

        /** The sale is sound in this process. */
        void sound();
    }

    SoundCheck(SaleId sale, Verdicts verdicts, SeqGuard guard, FailoverPause pause) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.verdicts = Objects.requireNonNull(verdicts, "verdicts");
        this.guard = Objects.requireNonNull(guard, "guard");
        this.pause = Objects.requireNonNull(pause, "pause");
    }

    /** The connection broke: the next one may lead to a Redis that is older. */
    void disconnected() {
        logRead = false;
        sound = false;
        anew = false;
        leftAlone = false;
        readingDue = false;
        readSince = false;
    }

    /**
     * Whether the log has to be read on before anything can be said: everybody had time to look at a process that is new to the
     * sale, or at a sale that was begun anew, and others may have decided on another process meanwhile, which did not know that
     * it was replaced. What was read when the connection was made lacks that, whoever had the sale in memory then.
     */
    boolean isReadingDue() {
        return readingDue;
    }

    /** The log was read on: the next look at the sale is held against what it knows now. */
    void readAgain() {
        logRead = false;
        sound = false;
        readSince |= readingDue;
        readingDue = false;
    }

    /** Whether the sale was found sound over the present connection. */
    boolean isSound() {
        return sound;
    }

    /** Whether what the present connection leads to was held against the log, so that its outbox tells the truth. */
    boolean isHeldAgainstTheLog() {
        return logRead;
    }

    /**
     * Whether a look at the sale may be decided upon. A sale that is halted may: it sells nothing, but its keys find their
     * orders, unless it is from before the sale was rebuilt or has lost its outbox.
     *
     * @return false if it has to be read again: it was to be halted, or the log was read, or {@link #isReadingDue has to be}
     * @throws StockUnavailableException if it cannot be said yet
     */
    boolean mayDecideUpon(SaleReader.Snapshot look) {
        SaleState state = look.state();
        if (state.phase() == SaleState.Phase.HALTED) {
            sound = false;
            return mayAnswerRetriesFrom(look);
        }
        if (state.isBare() && !logRead) {
            sound = false;
            awaitEverybody(look.checkedIn());
            readLog(); // it may know of nothing but units, and then this Redis is no older than that
            return false;
        }
        if (guard.isBegunAnew(state)) {
            awaitEverybodySince(state);
            if (!isReadSince()) {
                return false;
            }
        } else if (guard.isOlderThanKnown(state)) {
            halt(state, "redis is older than what was decided or logged");
            return false;
        }
        if (state.isWithoutJournal()) {
            halt(state, "redis was written by an older version, which kept no journal");
            return false;
        }
        if (!look.memory().lost().isEmpty()) {
            halt(state, "redis has lost " + look.memory().lost() + ", by eviction or by hand");
            return false;
        }
        if (sound && verdicts.server().runId().equals(look.checkedIn())) {
            return true;
        }
        sound = false;
        awaitEverybody(look.checkedIn());
        if (wasLeftAlone(look) && !isReadSince()) {
            return false;
        }
        if (!logRead) {
            readLog();
            return false; // a sale that goes on elsewhere has to be read after the log, else it looks older
        }
        if (!state.isBlank()) {
            verdicts.sound(); // of what anybody may name and nobody has put on sale, nothing is written
        }
        sound = true;
        return true;
    }

    /** The state that is to be decided upon: where a sale is begun anew, it has the number that the log ends with. */
    SaleState goingOn(SaleState state) {
        return guard.goingOn(state);
    }

    private boolean mayAnswerRetriesFrom(SaleReader.Snapshot look) {
        if (!logRead) {
            readLog();
        }
        if (look.memory().lost().contains(SaleLoss.OUTBOX) && !look.state().halfDone()) {
            // An order that has left the outbox counts as logged, and a retry would be told so. The very first batch
            // may be half done with the mark, but without an outbox.
            throw new StockUnavailableException(
                    sale, "sale - halted, redis has lost its outbox; run recover", SaleState.HALTED_TROUBLE, null);
        }
        if (guard.isFromBeforeARebuild(look.state())) {
            throw new StockUnavailableException(
                    sale,
                    "sale - halted, redis is a backup from before it was rebuilt; run recover",
                    SaleState.HALTED_TROUBLE,
                    null);
        }
        return true;
    }

    /** What was decided, and is not logged yet, is known to nobody but a living instance, which halts the sale then. */
    private void awaitEverybodySince(SaleState state) {
        if (!anew) {
            anew = true;
            anewSinceNanos = pause.nanoTime();
            readSince = false;
            log.warn(
                    "sale - redis was emptied and the sale put on sale anew; its journal goes on where the log ends (sale={},"
                            + " left={}, known: {})",
                    sale,
                    state.left(),
                    guard);
        }
        if (pause.remainingSince(anewSinceNanos).compareTo(Duration.ZERO) > 0) {
            throw new StockUnavailableException(
                    sale,
                    "redis - has the sale anew; every instance shall look at it first",
                    "The sale was put on sale anew; every instance looks at it first.",
                    null);
        }
    }

    /** Whether it counts the time for which everybody else may look at a sale that was begun anew. */
    boolean isCountingDown() {
        return anew && pause.remainingSince(anewSinceNanos).compareTo(Duration.ZERO) > 0;
    }

    private void awaitEverybody(String checkedIn) {
        if (pause.remaining(verdicts.server(), checkedIn).compareTo(Duration.ZERO) > 0) {
            leftAlone = true;
            throw new StockUnavailableException(
                    sale,
                    "redis - a process that is new to the sale; every instance shall look at it first (runId="
                            + verdicts.server().runId() + ", last sound in=" + checkedIn + ")",
                    "Redis is a process that is new to the sale; every instance looks at it first.",
                    null);
        }
    }

    /** Of what anybody may name and nobody has put on sale, only if somebody was sent away: it sells nothing. */
    private boolean wasLeftAlone(SaleReader.Snapshot look) {
        return leftAlone || !look.state().isBlank() && pause.isNew(verdicts.server(), look.checkedIn());
    }

    /** Whether the log was read on since everybody had time to look; it is due otherwise. */
    private boolean isReadSince() {
        readingDue = !readSince;
        return readSince;
    }

    private void readLog() {
        try {
            guard.readLog();
        } catch (RuntimeException e) {
            throw new StockUnavailableException(
                    sale, "order log - cannot be read: " + Reason.of(e), "The order log cannot be read.", e);
        }
        logRead = true;
    }

    private void halt(SaleState state, String reason) {
        if (!verdicts.halt()) {
            return;
        }
        halted.say(times -> log.error(
                "sale - halted: {}; run recover (times={}, sale={}, redis: seq={}, epoch={}, known: {})",
                reason,
                times,
                sale,
                state.seq(),
                state.epoch(),
                guard));
    }
}
