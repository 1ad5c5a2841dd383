package dev.seckill.api.decide;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The decisions of many sales: a {@link DecisionQueue} for each that was asked for, up to a bound. */
public final class SaleDecisions implements Decisions {

    /** Sales in use at once. */
    private static final int SALES_MAX = 100;

    private static final SaleView NOT_LOOKED = new SaleView(null, false, "The sale has not been looked at yet.");
    private static final Decision TOO_MANY = Decision.refused(Outcome.OVERLOADED, "Too many sales are in use at once.");

    private final Function<SaleId, DecisionQueue> open;
    private volatile Map<SaleId, DecisionQueue> queues = Map.of();

    /**
     * Decides a sale from the start, and others when they are asked for.
     *
     * @param open makes the queue of a sale
     */
    public SaleDecisions(SaleId first, Function<SaleId, DecisionQueue> open) {
        this.open = Objects.requireNonNull(open, "open");
        queueOf(first);
    }

    @Override
    public CompletableFuture<Reply> submit(SaleId sale, Request request) {
        DecisionQueue queue = queueOf(sale);
        return queue == null ? CompletableFuture.completedFuture(new Reply(TOO_MANY, true)) : queue.submit(request);
    }

    private DecisionQueue queueOf(SaleId sale) {
        DecisionQueue queue = queues.get(sale);
        return queue == null ? opened(sale) : queue;
    }

    private synchronized DecisionQueue opened(SaleId sale) {
        DecisionQueue there = queues.get(sale);
        if (there != null || queues.size() == SALES_MAX) {
            return there;
        }
        Map<SaleId, DecisionQueue> more = new HashMap<>(queues);
        DecisionQueue queue = open.apply(sale);
        more.put(sale, queue);
        queues = more;
        return queue;
    }

    @Override
    public SaleView view(SaleId sale) {
        DecisionQueue queue = queues.get(sale);
        return queue == null ? NOT_LOOKED : queue.view();
    }

    @Override
    public int waiting() {
        return queues.values().stream().mapToInt(DecisionQueue::waiting).sum();
    }

    @Override
    public void close() {
        List<StopFailedException> failures = new ArrayList<>();
        for (DecisionQueue queue : queues.values()) {
            try {
                queue.close();
            } catch (StopFailedException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            failures.subList(1, failures.size()).forEach(failures.get(0)::addSuppressed);
            throw failures.get(0);
        }
    }
}
