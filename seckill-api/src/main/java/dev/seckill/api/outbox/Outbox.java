package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import java.time.Instant;
import java.util.List;

/** A sale's outbox as one instance's relay sees it. Every method may fail while the store is away. Used by one thread. */
public interface Outbox extends AutoCloseable {

    /** Tells everybody that this instance lives and how many of its orders the log has not acknowledged. */
    void beat(Instant now, int unlogged);

    /**
     * Orders in the outbox: every one if there are at most so many, otherwise about so many, and the next call goes on from
     * there. Calls one after the other so see each order that stays.
     */
    List<EventId> orders(int most);

    /** The entries of these orders, without those that have left the outbox. */
    List<OutboxEntry> entries(List<EventId> orders);

    /** Which of these orders are not in the outbox any more. */
    List<EventId> missing(List<EventId> orders);

    /** When the sale was last rebuilt from the order log, in milliseconds since 1970; 0 if it never was. */
    long epoch();

    /**
     * Whether an instance has held this store against what is known and found it sound. Until then it may be a backup, and
     * what stands in its outbox may have been sold anew since.
     */
    boolean isSound();

    /** Takes this instance off the list of the living, if the store answers. */
    @Override
    void close();
}
