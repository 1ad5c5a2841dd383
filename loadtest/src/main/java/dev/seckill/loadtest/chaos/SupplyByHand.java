package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.witness.DueChange;
import java.util.List;

/** Changes the counter in Redis, as {@code redis-cli} would. Used by one thread. */
final class SupplyByHand implements Supply {

    private final SaleStores stores;
    private long offered;

    SupplyByHand(SaleStores stores) {
        this.stores = stores;
    }

    @Override
    public void offer(long units) {
        try (SaleCounter counter = stores.counter()) {
            counter.reset(units);
        }
        offered = units + stores.book(stores.sale()).countAfter(0);
    }

    @Override
    public void add(long units) {
        try (SaleCounter counter = stores.counter()) {
            counter.add(units);
        }
        offered += units;
    }

    @Override
    public long offered() {
        return offered;
    }

    /** Changes of the counter that are made between two decisions are one event. */
    @Override
    public List<DueChange> restocks() {
        return null;
    }
}
