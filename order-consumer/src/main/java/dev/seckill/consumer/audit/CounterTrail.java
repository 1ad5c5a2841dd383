package dev.seckill.consumer.audit;

import dev.seckill.model.Order;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Where the counter of a sale stood at each order, as the orders say. What a message says of the allotment is worth no
 * more than the counter it was made up of: if that did not fall, left and decided add up to more units with each
 * batch. Then the counter stands, for a new batch, exactly where it stood before the batch that came just before.
 * Not thread-safe.
 */
final class CounterTrail {

    private final List<Step> steps = new ArrayList<>();
    /** Numbers of events with which the sale's operator changed the counter; that is no fall which failed. */
    private final TreeSet<Long> restocks = new TreeSet<>();

    /**
     * One order: its place, its number in the journal or 0, where it found the counter, where it left it, when it was decided,
     * and the units that it knew to be offered.
     */
    private record Step(long seq, long no, long before, long after, long decidedAt, long offered) {

        /** Whether one transaction may have decided both. */
        private boolean isInBatchOf(Step previous) {
            return decidedAt == previous.decidedAt && before == previous.after;
        }
    }

    /** A new order; orders are told apart by the caller and may come in any order. */
    void add(SaleEvent.Accepted event, long offered) {
        Order order = event.order();
        steps.add(new Step(
                order.seq(),
                event.no(),
                order.left() + order.quantity(),
                order.left(),
                order.decidedAt().toEpochMilli(),
                offered));
    }

    void restocked(long no) {
        restocks.add(no);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The most units that an order knew to be offered, without those whose numbers were given up. */
    long offered(GivenUp givenUp) {
        long most = 0;
        for (Step step : steps) {
            if (step.offered() > most && !givenUp.has(step.no())) {
                most = step.offered();
            }
        }
        return most;
    }

    /**
     * Units by which the counter was up again where it had been before the last batch. A person who sets it to that
     * very number by hand looks the same. Where an order is missing, nothing is told, and one that was given up is not there.
     */
    long notFallen(GivenUp givenUp) {
        steps.sort(Comparator.comparingLong(Step::seq));
        long units = 0;
        Step batch = null;
        Step previous = null;
        for (Step step : steps) {
            if (givenUp.has(step.no())) {
                continue;
            }
            if (previous == null || step.seq() != previous.seq() + 1) {
                batch = step;
            } else if (!step.isInBatchOf(previous)) {
                boolean stands = step.before() == batch.before() && !isRestockedBetween(previous, step, givenUp);
                units += stands ? step.before() - previous.after() : 0;
                batch = step;
            }
            previous = step;
        }
        return units;
    }

    private boolean isRestockedBetween(Step previous, Step step, GivenUp givenUp) {
        return previous.no() > 0
                && step.no() > previous.no()
                && restocks.subSet(previous.no(), step.no()).stream().anyMatch(no -> !givenUp.has(no));
    }
}
