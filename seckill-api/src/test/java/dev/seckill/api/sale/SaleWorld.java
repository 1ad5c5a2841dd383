package dev.seckill.api.sale;

import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.model.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Everything that the model check does to a real sale, whatever store it is in. */
public interface SaleWorld {

    /** A counter of one more instance. */
    StockCounter counter(Clock clock);

    /** The instance's next transaction does not reach the store; the counter has to find out. */
    void loseNextRequest();

    /** The reply to the instance's next transaction gets lost; the counter has to find out. */
    void loseNextReply();

    /** The same, and something happens before the counter finds out. */
    void loseNextReply(Runnable meanwhile);

    /** A command of the next transaction fails, the others are done; 0 is the first, -1 is none. */
    void failInNextExec(int command);

    /** Takes all of that back that has not happened yet. */
    void loseNothing();

    /** Adds units by hand, as a person would, or takes some away. */
    void restock(long units);

    /** Loses the store with everything in it. */
    void lose();

    /** Opens the sale as it was rebuilt from the log, which has these events. Returns what the journal says of it. */
    List<OutboxEntry> rebuild(RebuiltSale sale, Collection<OutboxEntry> events, RedisSale.Kept kept);

    /** Loses one companion, as an eviction does it; returns whether it was there. */
    boolean lose(SaleLoss companion);

    /** What the time is where it is decided; it stands still until it is moved. */
    Instant now();

    /** Moves the time on. */
    void passTime(Duration time);

    SaleState state();

    List<OutboxEntry> outbox();

    /** What the sale remembers of buyers: {@code buyer:…} to units. */
    Map<String, String> buyers();

    /** What it remembers of orders. */
    Map<OrderId, OrderRecord> orders();

    /** The orders that are held, by what else it remembers of them. */
    List<HeldOrder> held();
}
