package dev.seckill.api.redis;

import dev.seckill.api.decide.CounterStore;
import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** The counters of a decision thread in Redis: one connection for all of them. Used by one thread. */
public final class RedisCounters implements CounterStore {

    private final RedisLink link;
    private final SaleId stocked;
    private final RedisStockCounter.Settings settings;
    private final LoggedMarks marks;
    private final Supplier<OrderId> ids;
    private final FailoverPause pause;
    private final StoreRisks risks;
    /** What goes on since there is this connection; null if the log has to be read for it. */
    private CompletableFuture<Void> reading;

    private long readFor = -1;

    /**
     * Connects when it is asked whether it is ready.
     *
     * @param stocked the sale whose counter is created with the settings' stock; the others have to exist
     * @param marks what the order log has of each sale
     * @param risks hears at every new connection how Redis may lose things
     */
    public RedisCounters(
            SaleId stocked,
            RedisSettings redis,
            RedisStockCounter.Settings settings,
            LoggedMarks marks,
            Clock clock,
            StoreRisks risks) {
        this.link = new RedisLink(redis);
        this.stocked = Objects.requireNonNull(stocked, "stocked");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.marks = Objects.requireNonNull(marks, "marks");
        this.ids = new OrderIdGenerator(clock)::next;
        this.pause = new FailoverPause(settings.failoverWait(), System::nanoTime);
        this.risks = Objects.requireNonNull(risks, "risks");
    }

    /** Redis may have become older before the connection was made, so the log is read from then on, not from before. */
    @Override
    public boolean isReady() {
        try {
            link.open();
        } catch (JedisException e) {
            throw new StockUnavailableException("redis - does not answer: " + e.getMessage(), e);
        }
        if (readFor != link.life()) {
            readFor = link.life();
            pause.met(link.identity());
            reading = marks.readOn();
        }
        if (!reading.isDone()) {
            return false;
        }
        try {
            reading.join();
            return true;
        } catch (CompletionException e) {
            readFor = -1;
            throw new StockUnavailableException(Reason.of(e.getCause()), "The order log cannot be read.", e.getCause());
        }
    }

    @Override
    public long connection() {
        return link.life();
    }

    @Override
    public void probe() {
        if (!link.isOpen()) {
            return;
        }
        try {
            link.send(Command.PING);
            link.replies(1);
        } catch (JedisException e) {
            link.drop();
        }
    }

    @Override
    public StockCounter counter(SaleId sale) {
        return new RedisStockCounter(
                sale,
                link,
                sale.equals(stocked) ? settings : settings.withoutStock(),
                () -> marks.of(sale),
                marks::readOn,
                ids,
                pause,
                risks);
    }

    @Override
    public void close() {
        link.close();
    }
}
