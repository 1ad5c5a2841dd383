package dev.seckill.api.redis;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The counter of a sale in a cluster: decided at the master that has its slot. Where that is another one than before, the
 * counter is made anew over the connection to it, so that all is looked at again as at any new connection; what was decided
 * here is remembered. Nothing is decided while the slot is on its way. Used by one thread.
 */
final class RoutedCounter implements StockCounter {

    private final SaleId sale;
    private final Supplier<StoreNode> owner;
    private final Predicate<StoreNode> ready;
    private final LongSupplier version;
    private final Function<StoreNode, RedisStockCounter> made;
    private long followed;
    private StoreNode node;
    private RedisStockCounter counter;

    /**
     * @param owner tells which master has the sale; throws {@link StockUnavailableException} if nobody can tell
     * @param ready whether the sale can be decided at one; throws the same
     * @param version another one whenever the sale has got another master, perhaps one that it had before
     * @param made makes a counter over the connection to one
     */
    RoutedCounter(
            SaleId sale,
            Supplier<StoreNode> owner,
            Predicate<StoreNode> ready,
            LongSupplier version,
            Function<StoreNode, RedisStockCounter> made) {
        this.sale = sale;
        this.owner = owner;
        this.ready = ready;
        this.version = version;
        this.made = made;
    }

    @Override
    public Attempt decide(List<? extends Request> requests, List<EventId> settled, BooleanSupplier tooLate) {
        return follow() ? counter.decide(requests, settled, tooLate) : new Attempt.NotYet();
    }

    /** Whether the master is ready. */
    private boolean follow() {
        long asked = version.getAsLong();
        StoreNode now = owner.get();
        if (now == node && asked == followed) {
            return true;
        }
        if (!ready.test(now)) {
            return false;
        }
        if (now != node) {
            RedisStockCounter before = counter;
            counter = made.apply(now);
            node = now;
            if (before != null) {
                counter.takeOver(before);
            }
        }
        followed = asked;
        return true;
    }

    @Override
    public void isNext(List<? extends Request> requests) {
        if (counter != null) {
            counter.isNext(requests);
        }
    }

    @Override
    public List<EventId> unsettled(List<EventId> events) {
        if (!follow()) {
            throw new StockUnavailableException(sale, "redis - the sale has another master, not connected yet", null);
        }
        return counter.unsettled(events);
    }

    @Override
    public boolean isBusy() {
        return counter != null && counter.isBusy();
    }

    /** The connections belong to the thread's store. */
    @Override
    public void close() {
        // Nothing of its own.
    }
}
