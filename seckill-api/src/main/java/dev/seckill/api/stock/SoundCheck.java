package dev.seckill.api.stock;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;

/**
 * Whether what Redis holds of the sale may be sold from. If it is older than what is known, the sale is halted for
 * everybody, until {@code recover}. What this instance decided is compared at every look; the order log is asked, and a
 * process that is new to the sale is left alone for a while, at every new connection. Used by one thread.
 */
final class SoundCheck {

    private static final Logger log = LoggerFactory.getLogger(SoundCheck.class);

    private final SaleId sale;
    private final RedisLink link;
    private final SaleKeys keys;
    private final SeqGuard guard;
    private final FailoverPause pause;
    private boolean logRead;
    private boolean connectionChecked;

    SoundCheck(SaleId sale, RedisLink link, SaleKeys keys, SeqGuard guard, FailoverPause pause) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.link = Objects.requireNonNull(link, "link");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.guard = Objects.requireNonNull(guard, "guard");
        this.pause = Objects.requireNonNull(pause, "pause");
    }

    /** The connection broke: the next one may lead to a Redis that is older. */
    void disconnected() {
        logRead = false;
        connectionChecked = false;
    }

    /** Whether the present connection leads to a sound sale, as far as was seen. */
    boolean isConnectionChecked() {
        return connectionChecked;
    }

    /**
     * Whether the state may be decided upon. A sale that is halted may: it sells nothing, but its keys find their orders.
     *
     * @return false if it has to be read again: it was halted now, or the log was read
     * @throws StockUnavailableException if it cannot be said yet
     */
    boolean mayDecideUpon(SaleState state) {
        if (state.phase() == SaleState.Phase.HALTED) {
            disconnected();
            return true;
        }
        if (guard.isOlderThanKnown(state)) {
            halt(state);
            return false;
        }
        if (connectionChecked) {
            return true;
        }
        if (!logRead) {
            awaitEverybody();
            readLog();
            return false; // a sale that goes on elsewhere has to be read after the log, else it looks older
        }
        pause.over();
        connectionChecked = true;
        return true;
    }

    private void awaitEverybody() {
        if (pause.remaining().compareTo(Duration.ZERO) > 0) {
            throw new StockUnavailableException(
                    sale, "redis - another process than before; every instance shall look at it first", null);
        }
    }

    private void readLog() {
        try {
            guard.readLog();
        } catch (RuntimeException e) {
            throw new StockUnavailableException(sale, "order log - cannot be read: " + e.getMessage(), e);
        }
        logRead = true;
    }

    private void halt(SaleState state) {
        log.error(
                "sale - halted: redis is older than what was decided or logged; run recover (sale={}, redis: seq={},"
                        + " epoch={}, known: {})",
                sale,
                state.seq(),
                state.epoch(),
                guard);
        link.send(Command.HSET, keys.sale, SaleKeys.bytes("state"), SaleKeys.bytes(SaleState.Phase.HALTED.name()));
        link.replies(1);
    }
}
