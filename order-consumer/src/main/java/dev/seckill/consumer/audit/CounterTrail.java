package dev.seckill.consumer.audit;

import dev.seckill.model.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the counter of a sale stood at each order, as the orders say. What a message says of the allotment is worth no
 * more than the counter it was made up of: if that did not fall, left and decided add up to more units with each
 * batch. Then the counter stands, for a new batch, exactly where it stood before the batch that came just before.
 * Not thread-safe.
 */
final class CounterTrail {

    private final List<Step> steps = new ArrayList<>();

    /** One order: its number, where it found the counter, where it left it, and when it was decided. */
    private record Step(long seq, long before, long after, long decidedAt) {

        /** Whether one transaction may have decided both. */
        private boolean isInBatchOf(Step previous) {
            return decidedAt == previous.decidedAt && before == previous.after;
        }
    }

    /** A new order; orders are told apart by the caller and may come in any order. */
    void add(Order order) {
        steps.add(new Step(
                order.seq(),
                order.left() + order.quantity(),
                order.left(),
                order.decidedAt().toEpochMilli()));
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * Units by which the counter was up again where it had been before the last batch. A person who sets it to that
     * very number by hand looks the same. Where an order is missing, nothing is told.
     */
    long notFallen() {
        steps.sort(Comparator.comparingLong(Step::seq));
        long units = 0;
        Step batch = null;
        Step previous = null;
        for (Step step : steps) {
            if (previous == null || step.seq() != previous.seq() + 1) {
                batch = step;
            } else if (!step.isInBatchOf(previous)) {
                units += step.before() == batch.before() ? step.before() - previous.after() : 0;
                batch = step;
            }
            previous = step;
        }
        return units;
    }
}
