package dev.seckill.api.outbox;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outboxes of all sales as one instance's relay sees them. Every method may fail while the store is away; a sale whose
 * data are damaged, or cannot be reached alone, must not keep it from the others. Used by one thread.
 */
public interface Outbox extends AutoCloseable {

    /** Tells everybody that this instance lives and how many events of which sales the log has not acknowledged to it. */
    void beat(Instant now, Map<SaleId, Integer> unlogged);

    /**
     * Events in the outboxes, in fair shares: every one if there are at most so many, otherwise about so many, and the next
     * call goes on from there. Calls one after the other so see each event that stays.
     */
    Map<SaleId, List<EventId>> events(int most);

    /** How many events there were, in the outboxes that have any, when {@link #events} came past them last time. */
    Map<SaleId, Long> counts();

    /** The sales in which orders were held when {@link #events} came past them last time. */
    Set<SaleId> holding();

    /** The entries of these events, without those that have left their outbox. */
    List<OutboxEntry> entries(List<EventId> events);

    /** Which of these events are not in their outbox any more, as far as can be told now. */
    List<EventId> missing(List<EventId> events);

    /** Takes events that are logged out of their outboxes. Returns those whose outbox cannot be reached now. */
    List<EventId> settle(List<EventId> events);

    /**
     * When each of these sales was last rebuilt from the order log, in milliseconds since 1970; 0 if it never was. Those that
     * cannot be reached now are left out.
     */
    Map<SaleId, Long> epochs(Collection<SaleId> sales);

    /**
     * Which of these sales an instance has held against what is known and found sound. Until then the store may be a backup,
     * and what stands in the outbox may have been sold anew since.
     */
    Set<SaleId> sound(Collection<SaleId> sales);

    /** Takes this instance off the list of the living, if the store answers. */
    @Override
    void close();
}
