package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.SalePlan;
import dev.seckill.loadtest.witness.DueChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans a sale over the sales API and changes it, one change after the other: each is sent until it is clear what became of
 * it. Thread-safe.
 */
final class SupplyByOperator implements Supply {

    /** Units of one customer, to begin with. */
    static final long PER_BUYER = 4;

    /** An order can be held for so many times as long. */
    private static final int EXTENSIONS = 2;

    private static final String RESTOCKED = "RESTOCKED";

    private final SaleStores stores;
    private final Operator operator;
    private final AdminToken admin;
    private final Duration holdFor;
    private final List<DueChange> restocks = new ArrayList<>();
    private SalePlan plan;

    /** @param holdFor how long orders are held until they must be paid; zero: they are sold at once */
    SupplyByOperator(SaleStores stores, Operator operator, AdminToken admin, Duration holdFor) {
        this.stores = stores;
        this.operator = operator;
        this.admin = admin;
        this.holdFor = holdFor;
    }

    @Override
    public synchronized void offer(long units) throws InterruptedException {
        if (plan == null) {
            SalePlan first = new SalePlan(
                    "Chaos " + stores.sale(),
                    units,
                    null,
                    null,
                    PER_BUYER,
                    holdFor,
                    holdFor.multipliedBy(EXTENSIONS),
                    !holdFor.isZero());
            operator.define(first);
            plan = first;
            restocks.add(new DueChange(RESTOCKED, units, admin.name()));
            return;
        }
        long left;
        try (SaleCounter counter = stores.counter()) {
            left = counter.counter().left();
        }
        if (left != units) {
            add(units - left);
        }
    }

    /** @param units below 0 to take some back */
    @Override
    public synchronized void add(long units) throws InterruptedException {
        operator.restock(units, stores.sale() + "-restock-" + (restocks.size() + 1));
        restocks.add(new DueChange(RESTOCKED, units, admin.name()));
        plan = plan.with(plan.allotment() + units, plan.perBuyer());
    }

    /** Lays the sale down anew with another limit for a buyer. */
    synchronized void limit(long perBuyer) throws InterruptedException {
        SalePlan other = plan.with(plan.allotment(), perBuyer);
        operator.define(other);
        plan = other;
    }

    synchronized void pause() throws InterruptedException {
        operator.pause();
    }

    synchronized void resume() throws InterruptedException {
        operator.resume();
    }

    /** How often something was sent again because it had no clear reply. */
    synchronized long repeats() {
        return operator.repeats();
    }

    @Override
    public synchronized long offered() {
        return plan == null ? 0 : plan.allotment();
    }

    @Override
    public synchronized List<DueChange> restocks() {
        return List.copyOf(restocks);
    }
}
