package dev.seckill.api.sale;

import dev.seckill.model.OrderIdGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The counter without Redis: the same rules, a version number in the place of WATCH. */
public final class InMemoryStockCounter implements StockCounter {

    private static final long HELD_MAX = 100_000;
    private static final long ORDERS_MAX = 1_000_000;
    private static final int EXPIRE_MAX = 256;

    private final InMemorySale sale;
    private final BatchPlanner planner;

    public InMemoryStockCounter(InMemorySale sale, Clock clock) {
        this.sale = sale;
        this.planner = new BatchPlanner(sale.id, new OrderIdGenerator(clock)::next, 1_000_000, HELD_MAX, ORDERS_MAX);
    }

    @Override
    public Attempt decide(List<? extends Request> purchases, List<EventId> settled, BooleanSupplier tooLate) {
        long version;
        SaleState state;
        Map<String, byte[]> prior;
        List<HeldOrder> due;
        synchronized (sale) {
            settled.forEach(sale.outbox::remove);
            if (!sale.marks.stream().allMatch(sale::isThere)) {
                sale.put(sale.counter, Map.of("state", "HALTED"));
            }
            prior = new HashMap<>();
            addRead(sale.orders, StoredFields.keysOf(purchases), prior);
            addRead(sale.buyers, StoredFields.buyersOf(purchases), prior);
            addRead(sale.states, StoredFields.ordersOf(purchases), prior);
            due = sale.due(EXPIRE_MAX);
            try {
                state = SaleState.parse(sale.counter, sale.fields, sale.outbox.size());
                if (state.isWithoutJournal()) {
                    sale.put(sale.counter, Map.of("state", "HALTED"));
                    state = SaleState.parse(sale.counter, sale.fields, sale.outbox.size());
                }
                state = state.remembering(sale.states.size());
                version = sale.version;
            } catch (IllegalArgumentException e) {
                Decision refused = Decision.refused(Outcome.UNKNOWN_SALE, "The sale's data cannot be used.");
                return new Attempt.Decided(
                        purchases.stream().map(p -> refused).toList(), null, false, refused.detail());
            }
        }
        BatchPlan plan = planner.plan(purchases, sale.clock.instant(), state, prior, due);
        synchronized (sale) {
            if (plan.events().isEmpty()) {
                return Attempt.Decided.unchanged(plan);
            }
            if (tooLate.getAsBoolean()) {
                return new Attempt.TooLate();
            }
            if (sale.version != version) {
                return new Attempt.Contended();
            }
            if (sale.failing >= 0) {
                applyBut(sale.failing, plan, state);
                sale.failing = -1;
                halt(plan);
                throw new StockUnavailableException(sale.id, "a command failed within the transaction", null);
            }
            sale.put(Long.toString(plan.stock().counterAfter()), fields(plan, state));
            sale.orders.putAll(plan.writtenKeys());
            sale.buyers.putAll(plan.writtenBuyers());
            writeOrders(plan, -1);
            plan.events().forEach(entry -> sale.outbox.put(entry.id(), entry));
            sale.outboxIsThere = true;
            sale.mark();
            return plan.decided();
        }
    }

    /** As Redis does it: the other commands are done. */
    private void applyBut(int failing, BatchPlan plan, SaleState state) {
        sale.put(failing == 0 ? sale.counter : Long.toString(plan.stock().counterAfter()), Map.of());
        if (failing != 1) {
            sale.put(sale.counter, fields(plan, state));
        }
        if (failing != 2) {
            plan.events().forEach(entry -> sale.outbox.put(entry.id(), entry));
        }
        if (failing != 3) {
            sale.orders.putAll(plan.writtenKeys());
        }
        if (failing != 5) { // between the two stands the lifetime of the keys, of which memory has none
            sale.buyers.putAll(plan.writtenBuyers());
        }
        writeOrders(plan, failing);
    }

    private void writeOrders(BatchPlan plan, int failing) {
        if (failing != 6) {
            plan.returnedUnits()
                    .forEach((buyer, units) ->
                            sale.buyers.merge(buyer, bytes(-units), (had, less) -> bytes(number(had) + number(less))));
        }
        if (failing != 7) {
            sale.states.putAll(plan.writtenOrders());
        }
        if (failing != 8) {
            plan.held()
                    .forEach(order ->
                            sale.held.put(order.toString(), order.heldUntil().toEpochMilli()));
        }
        if (failing != 9) {
            plan.heldNoMore().forEach(order -> sale.held.remove(order.toString()));
        }
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static long number(byte[] bytes) {
        return Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
    }

    private static void addRead(Map<String, byte[]> hash, List<String> fields, Map<String, byte[]> prior) {
        for (String field : fields) {
            if (hash.containsKey(field)) {
                prior.put(field, hash.get(field));
            }
        }
    }

    private static Map<String, String> fields(BatchPlan plan, SaleState state) {
        Map<String, String> fields = new HashMap<>(plan.writtenFields());
        fields.put("no", Long.toString(plan.lastNo()));
        fields.put("left", Long.toString(plan.stock().left()));
        fields.put("seq", Long.toString(state.seq() + plan.accepted().size()));
        fields.put("allotment", Long.toString(plan.stock().offered()));
        return fields;
    }

    private void halt(BatchPlan plan) {
        String first = plan.batch().toString();
        sale.put(
                sale.counter,
                Map.of(
                        "state",
                        "HALTED",
                        "allotment",
                        Long.toString(plan.stock().offeredBefore()),
                        "batch",
                        first,
                        "halfDone",
                        first));
        if (plan.defines()) {
            sale.fields.remove("name");
            sale.fields.putAll(plan.before().definition().fields());
        }
        plan.events().forEach(entry -> sale.outbox.remove(entry.id(), entry));
        plan.writtenKeys().keySet().forEach(sale.orders::remove);
        plan.writtenBuyers().forEach((buyer, units) -> {
            if (sale.buyers.remove(buyer, units) && plan.prior().containsKey(buyer)) {
                sale.buyers.put(buyer, plan.prior().get(buyer));
            }
        });
    }

    @Override
    public List<EventId> unsettled(List<EventId> events) {
        synchronized (sale) {
            return events.stream().filter(sale.outbox::containsKey).toList();
        }
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
