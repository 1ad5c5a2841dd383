package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.chaos.OrderAnswer.Told;
import dev.seckill.loadtest.witness.OrdersReplay;
import dev.seckill.loadtest.witness.OrdersReplay.Fate;
import dev.seckill.loadtest.witness.OrdersReplay.State;
import dev.seckill.loadtest.witness.Reasons;
import dev.seckill.loadtest.witness.WebhookCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges the orders of a sale that holds them: journal, rows, payers and the shop against each other. Used once. */
final class HoldWitness {

    private final HeldOrders held;
    private final OrdersReplay replay = new OrdersReplay();

    HoldWitness(HeldOrders held) {
        this.held = held;
        held.events().forEach(replay::take);
        held.fates().forEach(fate -> replay.stored(fate.orderId(), fate.state(), fate.lastNo()));
    }

    /** Units of orders that went back. */
    long released() {
        return replay.units(State.RELEASED);
    }

    void judge(Reasons reasons) {
        reasons.addAll(replay.findings());
        reasons.addIfAny(
                replay.orders().entrySet().stream()
                        .filter(order -> order.getValue().state() == State.HELD)
                        .map(order ->
                                order.getKey() + " until " + order.getValue().until())
                        .sorted()
                        .toList(),
                "orders that are held still");
        List<String> broken = new ArrayList<>();
        Map<String, Set<String>> done = new HashMap<>();
        for (OrderAnswer answer : held.answers()) {
            Set<String> before = done.computeIfAbsent(answer.orderId(), order -> new HashSet<>());
            Fate fate = replay.orders().get(answer.orderId());
            if (fate == null || !agrees(answer, fate, before)) {
                broken.add(answer.orderId() + ": " + answer.change() + " was told " + answer.told() + ", but " + fate);
            }
            if (answer.told() == Told.DONE) {
                before.add(answer.change());
            }
        }
        reasons.addIfAny(broken, "payers who were told something else than the journal says");
        reasons.addIfAny(
                WebhookCheck.otherwise(held.events(), held.webhooks()), "orders of which the shop was told otherwise");
        reasons.addAll(held.findings());
    }

    /**
     * Whether the journal has what was told.
     *
     * @param before what was done to the order before, as its payer was told
     */
    private static boolean agrees(OrderAnswer answer, Fate fate, Set<String> before) {
        boolean isOver = fate.state() == State.RELEASED;
        return switch (answer.told()) {
            case DONE ->
                switch (answer.change()) {
                    // It may have been taken back since.
                    case OrderAnswer.CONFIRM -> fate.confirmed();
                    case OrderAnswer.EXTEND -> fate.extended();
                    // Also if its units had gone back by themselves.
                    default -> isOver;
                };
            case LATE -> answer.change().equals(OrderAnswer.CONFIRM) && isOver && fate.late();
            // Who extends what is sold or gone, or takes back what is sold for good.
            case REFUSED ->
                switch (answer.change()) {
                    case OrderAnswer.CONFIRM -> false;
                    case OrderAnswer.EXTEND -> isOver || before.contains(OrderAnswer.CONFIRM);
                    default -> fate.confirmed() && !fate.cancellable();
                };
            case UNKNOWN -> false;
        };
    }
}
