package dev.seckill.api.http;

import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.decide.SaleInUse;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.TraceSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers what the test wants, and keeps what it was asked. */
final class FakeDecisions implements Decisions {

    static final Instant NOW = Instant.parse("2026-11-29T12:00:00.123Z");
    static final OrderId ORDER = OrderId.parse("019ae000-0000-7000-8000-000000000001");
    static final SaleDefinition DEFINITION = new SaleDefinition(
            "Hundred \"cars\" \u00e4\ud83d\ude97", "car", Instant.parse("2026-12-24T18:00:00Z"), null, 1, 2);

    /** What it was asked, with the sale in front. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    volatile CompletableFuture<Reply> reply = new CompletableFuture<>();
    volatile SaleView view = new SaleView(7L, false, null);

    /** From now on each request gets this. */
    void answer(Decision decision) {
        answer(decision, true);
    }

    void answer(Decision decision, boolean logged) {
        reply = CompletableFuture.completedFuture(new Reply(decision, logged));
    }

    static Decision order(Outcome outcome) {
        return order(outcome, null);
    }

    /** One that is held for ten minutes. */
    static Decision heldOrder(Outcome outcome) {
        return order(outcome, NOW.plusSeconds(600));
    }

    private static Decision order(Outcome outcome, Instant heldUntil) {
        Order order = new Order(ORDER, new SaleId("cars"), 3, new BuyerId("ann"), "car", 2, 95, NOW);
        OutboxEntry entry =
                OutboxEntry.of(new SaleEvent.Accepted(4, order, heldUntil, false), null, new OutboxEntry.Offer(100, 0));
        return new Decision(outcome, entry, null, "");
    }

    /** What a change made of an order of ann's. */
    static Decision changed(Outcome outcome, OrderState state, String detail) {
        OrderRecord order = new OrderRecord(
                state,
                7,
                0,
                NOW,
                2,
                NOW.minusSeconds(60),
                state == OrderState.HELD ? NOW.plusSeconds(60) : null,
                false,
                true,
                outcome == Outcome.LATE,
                outcome == Outcome.LATE,
                new BuyerId("ann"));
        EventId event = EventId.numbered(new SaleId("cars"), 7, 0);
        return new Decision(outcome, null, event, order, null, detail);
    }

    static SaleSeen seen(SaleState.Phase phase) {
        return new SaleSeen(phase, 95, 2, 100, DEFINITION, NOW, new SaleSeen.Progress(4, 3, 1, 0));
    }

    static Decision seen(Outcome outcome, String detail) {
        return new Decision(outcome, null, seen(SaleState.Phase.OPEN), detail);
    }

    @Override
    public CompletableFuture<Reply> submit(SaleId sale, Request request, TraceSpan trace) {
        asked.add(sale + " " + request);
        requests.add(request);
        return reply;
    }

    /** The only purchase that it was asked for. */
    Purchase purchase() {
        return (Purchase) requests.get(0);
    }

    @Override
    public SaleView view(SaleId sale) {
        return view;
    }

    @Override
    public int sales() {
        return 1;
    }

    @Override
    public List<SaleInUse> inUse() {
        return List.of();
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public void close() {}
}
