package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Decides a batch of requests in arrival order from what the counter's store knows: what comes later in it finds the sale
 * as what comes before has left it. The rules stand here once, for every {@link StockCounter}; the adapter reads the state
 * before and writes the plan after, in one transaction.
 *
 * <p>Not thread-safe: belongs to one decision thread.
 */
public final class BatchPlanner {

    private final SaleId sale;
    private final Supplier<OrderId> ids;
    private final long outboxMax;
    private final PurchaseRules purchases;
    private final ChangeRules changes;
    private final OrderRules orders;

    /**
     * The rules of one sale.
     *
     * @param ids makes the id of each new order
     * @param outboxMax events in the outbox from which on nothing more is accepted
     * @param heldMax orders held at once from which on no more is held
     * @param ordersMax orders remembered from which on no more is sold that would be
     */
    public BatchPlanner(SaleId sale, Supplier<OrderId> ids, long outboxMax, long heldMax, long ordersMax) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.outboxMax = outboxMax;
        this.purchases = new PurchaseRules(outboxMax, heldMax, ordersMax);
        this.changes = new ChangeRules(outboxMax);
        this.orders = new OrderRules(outboxMax);
    }

    /**
     * Decides the batch.
     *
     * @param now the time of all its decisions, by the store's clock
     * @param prior the values that {@link StoredFields#keysOf}, {@link StoredFields#buyersOf} and {@link StoredFields#ordersOf}
     *     have in the store; fields without a value are absent
     * @param due held orders whose time may be over, the earliest first; more may be
     */
    public BatchPlan plan(
            List<? extends Request> requests,
            Instant now,
            SaleState state,
            Map<String, byte[]> prior,
            List<HeldOrder> due) {
        RunningSale running = new RunningSale(sale, ids, now, state, prior);
        if (state.phase() != SaleState.Phase.HALTED && state.outbox() < outboxMax) {
            running.tellChangeByHand();
        }
        Instant overdue = orders.expire(due, running);
        List<Decision> decisions = new ArrayList<>(requests.size());
        List<RuntimeException> damages = new ArrayList<>();
        for (Request request : requests) {
            decisions.add(decide(request, running, damages));
        }
        return running.plan(decisions, running.whyClosed() == null, overdue, damages);
    }

    private Decision decide(Request request, RunningSale running, List<RuntimeException> damages) {
        try {
            if (request instanceof Purchase purchase) {
                return purchases.decide(purchase, running);
            }
            if (request instanceof SaleChange change) {
                return changes.decide(change, running);
            }
            if (request instanceof OrderChange change) {
                return orders.decide(change, running);
            }
            return look(running);
        } catch (IllegalArgumentException | UndecodableOrderException e) {
            // Nothing was taken for it yet, and the others of the batch shall not suffer.
            damages.add(e);
            return Decision.refused(
                    Outcome.UNKNOWN_SALE, "What the sale remembers of this key, buyer or order is damaged.");
        }
    }

    private static Decision look(RunningSale running) {
        return running.isThere()
                ? new Decision(Outcome.SEEN, null, running.seen(), "")
                : Decision.refused(Outcome.UNKNOWN_SALE, "The sale is not loaded.");
    }
}
