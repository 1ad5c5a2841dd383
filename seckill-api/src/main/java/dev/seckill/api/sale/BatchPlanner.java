package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.SaleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Decides a batch of purchases in arrival order from what the counter's store knows. The rules stand here once, for
 * every {@link StockCounter}; the adapter reads the state before and writes the plan after, in one transaction.
 *
 * <p>Not thread-safe: belongs to one decision thread.
 */
public final class BatchPlanner {

    private static final String BUYER = "buyer:";
    private static final String ITEM = "car";
    private static final int QUANTITY = 1;

    private final SaleId sale;
    private final Supplier<OrderId> ids;
    private final long outboxMax;

    /**
     * The rules of one sale.
     *
     * @param ids makes the id of each new order
     * @param outboxMax orders in the outbox from which on nothing more is accepted
     */
    public BatchPlanner(SaleId sale, Supplier<OrderId> ids, long outboxMax) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.outboxMax = outboxMax;
    }

    /** The fields of {@code {c}:orders} that bear on a batch, in arrival order, without repeats; often none. */
    public static List<String> keysOf(List<? extends Request> requests) {
        List<String> fields = new ArrayList<>();
        for (Request request : requests) {
            if (request.key() != null) {
                fields.add(fieldOf(request.key()));
            }
        }
        return distinct(fields);
    }

    /** The same of {@code {c}:buyers}. */
    public static List<String> buyersOf(List<? extends Request> requests) {
        List<String> fields = new ArrayList<>();
        for (Request request : requests) {
            if (request instanceof Purchase purchase && purchase.buyer() != null) {
                fields.add(fieldOf(purchase.buyer()));
            }
        }
        return distinct(fields);
    }

    private static List<String> distinct(List<String> fields) {
        return fields.size() < 2 ? fields : fields.stream().distinct().toList();
    }

    public static String fieldOf(IdempotencyKey key) {
        return "key:" + key.value();
    }

    public static String fieldOf(BuyerId buyer) {
        return BUYER + buyer.value();
    }

    public static boolean isOfBuyer(String field) {
        return field.startsWith(BUYER);
    }

    /**
     * Decides the batch.
     *
     * @param now the time of all its decisions
     * @param prior the values that {@link #keysOf} and {@link #buyersOf} have in the store; fields without a value are
     *     absent
     */
    public BatchPlan plan(List<? extends Request> requests, Instant now, SaleState state, Map<String, byte[]> prior) {
        Round round = new Round(now, state, prior);
        List<Decision> decisions = new ArrayList<>(requests.size());
        round.restock();
        for (Request request : requests) {
            decisions.add(round.decide(request));
        }
        return new BatchPlan(
                decisions,
                round.events,
                round.accepted,
                round.batch(),
                round.writtenKeys,
                round.writtenBuyers,
                prior,
                state.offered(),
                round.closed == null,
                round.damages);
    }

    /** The state of a sale as it changes from one purchase of a batch to the next. */
    private final class Round {
        private final SaleState state;
        private final Map<String, byte[]> prior;
        private final List<OutboxEntry> events = new ArrayList<>();
        private final List<OutboxEntry> accepted = new ArrayList<>();
        private final Map<String, byte[]> writtenKeys = new HashMap<>();
        private final Map<String, byte[]> writtenBuyers = new HashMap<>();
        private final List<RuntimeException> damages = new ArrayList<>();
        private final Instant now;
        private final OutboxEntry.Offer offer;
        private final Decision closed;
        private long left;

        private Round(Instant now, SaleState state, Map<String, byte[]> prior) {
            this.now = now;
            this.state = state;
            this.prior = prior;
            this.left = state.left() == null ? 0 : state.left();
            this.offer = new OutboxEntry.Offer(state.offered(), state.epoch());
            this.closed = whyClosed();
        }

        /** What somebody did to the counter by hand becomes an event before anything is sold of it. */
        private void restock() {
            long units = state.changedByHand();
            if (units != 0 && state.phase() != SaleState.Phase.HALTED && state.outbox() < outboxMax) {
                long whole = Math.max(0, left);
                events.add(OutboxEntry.of(
                        new SaleEvent.Restocked(sale, nextNo(), units, whole, now, SaleEvent.Restocked.BY_HAND),
                        null,
                        offer));
            }
        }

        private long nextNo() {
            return state.lastNo() + events.size() + 1;
        }

        private OrderId batch() {
            if (events.isEmpty()) {
                return null;
            }
            return accepted.isEmpty() ? ids.get() : accepted.get(0).order().orderId();
        }

        private Decision decide(Request request) {
            if (!(request instanceof Purchase purchase)) {
                throw new UnsupportedOperationException("no rule for " + request);
            }
            try {
                return decideByTheRules(purchase);
            } catch (IllegalArgumentException | UndecodableOrderException e) {
                // Nothing was taken for it yet, and the others of the batch shall not suffer.
                damages.add(e);
                return Decision.refused(
                        Outcome.UNKNOWN_SALE, "What the sale remembers of this key or buyer is damaged.");
            }
        }

        private Decision decideByTheRules(Purchase purchase) {
            byte[] earlier = purchase.key() == null ? null : stored(writtenKeys, fieldOf(purchase.key()));
            if (earlier != null) {
                return Decision.replayed(OutboxEntry.parse(earlier));
            }
            if (closed != null) {
                return closed;
            }
            if (left <= 0) {
                return Decision.soldOut();
            }
            if (state.perBuyer() > 0 && purchase.buyer() != null && unitsOf(purchase) >= state.perBuyer()) {
                return Decision.refused(
                        Outcome.LIMIT_REACHED, "This sale gives at most " + state.perBuyer() + " to one buyer.");
            }
            if (state.outbox() + accepted.size() >= outboxMax) {
                return Decision.refused(Outcome.OVERLOADED, "Too many orders wait for the order log.");
            }
            return Decision.accepted(accept(purchase));
        }

        private Decision whyClosed() {
            if (state.left() == null) {
                return Decision.refused(Outcome.UNKNOWN_SALE, "The sale is not loaded.");
            }
            if (state.phase() != SaleState.Phase.OPEN) {
                return Decision.refused(
                        Outcome.NOT_OPEN,
                        "The sale is " + state.phase().name().toLowerCase(java.util.Locale.ROOT) + ".");
            }
            if (state.opensAt() != null && now.isBefore(state.opensAt())) {
                return Decision.refused(Outcome.NOT_OPEN, "The sale opens at " + state.opensAt() + ".");
            }
            if (state.closesAt() != null && !now.isBefore(state.closesAt())) {
                return Decision.refused(Outcome.NOT_OPEN, "The sale closed at " + state.closesAt() + ".");
            }
            return null;
        }

        /** Whatever may fail comes first: a purchase that is refused because of it must not have taken a unit. */
        private OutboxEntry accept(Purchase purchase) {
            long units = purchase.buyer() == null ? 0 : unitsOf(purchase) + QUANTITY;
            long seq = state.seq() + accepted.size() + 1;
            Order order = new Order(ids.get(), sale, seq, purchase.buyer(), ITEM, QUANTITY, left - 1, now);
            OutboxEntry entry = OutboxEntry.of(new SaleEvent.Accepted(nextNo(), order), purchase.key(), offer);
            left--;
            events.add(entry);
            accepted.add(entry);
            if (purchase.key() != null) {
                writtenKeys.put(fieldOf(purchase.key()), entry.bytes());
            }
            if (purchase.buyer() != null) {
                writtenBuyers.put(
                        fieldOf(purchase.buyer()), Long.toString(units).getBytes(StandardCharsets.US_ASCII));
            }
            return entry;
        }

        private long unitsOf(Purchase purchase) {
            byte[] units = stored(writtenBuyers, fieldOf(purchase.buyer()));
            return units == null ? 0 : SaleState.count("units of a buyer", new String(units, StandardCharsets.UTF_8));
        }

        private byte[] stored(Map<String, byte[]> written, String field) {
            byte[] value = written.get(field);
            return value == null ? prior.get(field) : value;
        }
    }
}
