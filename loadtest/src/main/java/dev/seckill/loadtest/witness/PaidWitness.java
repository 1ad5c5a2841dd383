package dev.seckill.loadtest.witness;

import dev.seckill.loadtest.witness.OrdersReplay.Fate;
import dev.seckill.loadtest.witness.OrdersReplay.State;
import dev.seckill.loadtest.witness.PaidEvidence.Payment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Judges a sale whose orders are held until they are paid: what buyers, payers and the shop were told against the journal and
 * the rows, order id by order id. A pure function, with no code of the API, the consumer or {@code audit}.
 */
public final class PaidWitness {

    private static final String LATE_TYPE = "order.late";

    private PaidWitness() {}

    /** Judges one run. Everything that is wrong becomes a reason, not only the first thing. */
    public static PaidVerdict judge(PaidEvidence evidence) {
        OrdersReplay orders = new OrdersReplay();
        evidence.events().forEach(orders::take);
        evidence.fates().forEach(fate -> orders.stored(fate.orderId(), fate.state(), fate.lastNo()));
        RulesReplay rules = new RulesReplay();
        evidence.steps().forEach(rules::take);
        Matching matching = new Matching(evidence.seen(), evidence.rows());
        Reasons reasons = new Reasons();
        List<String> errors = evidence.seen().stream()
                .filter(answer -> answer.outcome().isError())
                .map(answer -> answer.buyer() + ": " + answer.detail())
                .toList();
        reasons.addIfAny(errors, "requests that got an error");
        checkOrderBook(matching, reasons);
        checkUnits(evidence, orders, reasons);
        checkPayments(evidence, orders, reasons);
        reasons.addIfAny(
                WebhookCheck.otherwise(evidence.events(), evidence.webhooks()),
                "orders of which the shop was told otherwise");
        reasons.addAll(orders.findings());
        reasons.addAll(rules.findings());
        reasons.addAll(evidence.journal().findings());
        reasons.addAll(evidence.incidents());
        return verdict(evidence, orders, matching, errors.size(), reasons);
    }

    private static void checkOrderBook(Matching matching, Reasons reasons) {
        reasons.addIfAny(matching.toldTwice(), "orders promised to more than one buyer");
        reasons.addIfAny(matching.missing(), "orders that buyers were told of and that have no row");
        reasons.addIfAny(matching.unanswered(), "rows that nobody was told of");
        reasons.addIfAny(matching.storedTwice(), "rows that repeat an order or a place");
    }

    private static void checkUnits(PaidEvidence evidence, OrdersReplay orders, Reasons reasons) {
        long sold = orders.units(State.CONFIRMED);
        long held = orders.units(State.HELD);
        long left = evidence.counter().left();
        if (sold != evidence.offered()) {
            reasons.add("sold in the end: " + sold + " of " + evidence.offered());
        }
        if (left + held + sold != evidence.offered()) {
            reasons.add("units do not add up: left " + left + " + held " + held + " + confirmed " + sold
                    + " is not the " + evidence.offered() + " offered");
        }
        if (evidence.counter().allotment() != evidence.offered()) {
            reasons.add("the allotment in Redis is " + evidence.counter().allotment() + ", but " + evidence.offered()
                    + " units were offered");
        }
    }

    /** Whoever was told that the payment is taken has the units; whoever was told that it is late does not, and it is noted. */
    private static void checkPayments(PaidEvidence evidence, OrdersReplay orders, Reasons reasons) {
        List<String> broken = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        for (Entry<String, Payment> each : evidence.payments().entrySet()) {
            Fate fate = orders.orders().get(each.getKey());
            boolean keeps = fate != null && holds(each.getValue(), fate);
            if (each.getValue() == Payment.ODD) {
                odd.add(each.getKey());
            } else if (!keeps) {
                broken.add(each.getKey() + ": " + each.getValue() + ", but " + fate);
            }
        }
        orders.orders().forEach((order, fate) -> {
            if (!evidence.payments().containsKey(order)) {
                unasked.add(order);
            }
        });
        reasons.addIfAny(odd, "payments without a clear reply");
        reasons.addIfAny(broken, "payers who were told something else than the journal says");
        reasons.addIfAny(unasked, "orders that the shop never heard of");
    }

    private static boolean holds(Payment payment, Fate fate) {
        return switch (payment) {
            case TAKEN -> fate.state() == State.CONFIRMED;
            case LATE -> fate.state() == State.RELEASED && fate.late();
            default -> fate.state() == State.RELEASED && !fate.late();
        };
    }

    private static PaidVerdict verdict(
            PaidEvidence evidence, OrdersReplay orders, Matching matching, long errors, Reasons reasons) {
        long sold = orders.units(State.CONFIRMED);
        long held = orders.units(State.HELD);
        return new PaidVerdict(
                evidence.offered(),
                evidence.answers().size(),
                count(evidence, BuyerOutcome.ACCEPTED),
                count(evidence, BuyerOutcome.SOLD_OUT),
                errors,
                ReplyTimes.of(evidence.seen()),
                orders.orders().size(),
                sold,
                held,
                orders.orders().values().stream().filter(Fate::expired).count(),
                orders.orders().values().stream().filter(Fate::late).count(),
                evidence.webhooks().values().stream()
                        .filter(told -> told.containsValue(LATE_TYPE))
                        .count(),
                evidence.webhooks().values().stream().mapToLong(Map::size).sum(),
                matching.toldTwice().size() + matching.storedTwice().size(),
                matching.missing().size(),
                Math.max(0, sold + held - evidence.offered()),
                evidence.counter(),
                evidence.journal(),
                reasons.lines());
    }

    private static long count(PaidEvidence evidence, BuyerOutcome outcome) {
        return evidence.answers().stream()
                .filter(each -> each.answer().outcome() == outcome && !each.isReplay())
                .count();
    }
}
