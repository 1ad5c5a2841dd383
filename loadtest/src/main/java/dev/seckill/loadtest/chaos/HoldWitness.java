package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.chaos.OrderAnswer.Told;
import dev.seckill.loadtest.witness.OrdersReplay;
import dev.seckill.loadtest.witness.OrdersReplay.Fate;
import dev.seckill.loadtest.witness.OrdersReplay.State;
import dev.seckill.loadtest.witness.Reasons;
import dev.seckill.loadtest.witness.WebhookCheck;
import java.util.ArrayList;
import java.util.List;

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
        for (OrderAnswer answer : held.answers()) {
            Fate fate = replay.orders().get(answer.orderId());
            if (fate == null || !agrees(answer, fate)) {
                broken.add(answer.orderId() + ": " + answer.change() + " was told " + answer.told() + ", but " + fate);
            }
        }
        reasons.addIfAny(broken, "payers who were told something else than the journal says");
        reasons.addIfAny(
                WebhookCheck.otherwise(held.events(), held.webhooks()), "orders of which the shop was told otherwise");
        reasons.addAll(held.findings());
    }

    /** What has ended stays so, so a reply of any time is right at the end. */
    private static boolean agrees(OrderAnswer answer, Fate fate) {
        boolean isConfirm = answer.change().equals(OrderAnswer.CONFIRM);
        return switch (answer.told()) {
            case DONE -> fate.state() == (isConfirm ? State.CONFIRMED : State.RELEASED);
            case LATE -> isConfirm && fate.state() == State.RELEASED && fate.late();
            // Who takes back what was sold, or is gone already.
            case REFUSED -> !isConfirm && fate.state() != State.HELD;
            case UNKNOWN -> answer.told() != Told.UNKNOWN;
        };
    }
}
