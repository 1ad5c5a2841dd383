package dev.seckill.api.decide;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The sales of a decision thread that have something to do, each at most once, in the order in which they get their turn.
 * Sales that nobody has seen yet, which anybody can name, wait in a line of their own: of two turns they get one. Thread-safe.
 */
final class Turns {

    private final Deque<SaleQueue> seen = new ArrayDeque<>();
    private final Deque<SaleQueue> strangers = new ArrayDeque<>();
    private boolean strangersTurn;

    /** At the end of the line. */
    synchronized void add(SaleQueue sale) {
        lineOf(sale).addLast(sale);
        notifyAll();
    }

    /** The turn could not be taken: it is the next one again. */
    synchronized void giveBack(SaleQueue sale) {
        lineOf(sale).addFirst(sale);
    }

    /** The next in turn, unless somebody gets in line before; null if there is none. It stays in line. */
    synchronized SaleQueue peek() {
        return (isStrangersTurn() ? strangers : seen).peekFirst();
    }

    /** The next in turn; null if there is none within the time. */
    synchronized SaleQueue next(long waitNanos) throws InterruptedException {
        long end = System.nanoTime() + waitNanos;
        while (isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        strangersTurn = isStrangersTurn();
        return (strangersTurn ? strangers : seen).removeFirst();
    }

    private boolean isStrangersTurn() {
        return !strangers.isEmpty() && (seen.isEmpty() || !strangersTurn);
    }

    /** Takes some out of the line, wherever they stand. */
    synchronized List<SaleQueue> take(Predicate<SaleQueue> which) {
        List<SaleQueue> taken = new ArrayList<>();
        for (Deque<SaleQueue> line : List.of(seen, strangers)) {
            line.stream().filter(which).forEach(taken::add);
            line.removeIf(which);
        }
        return taken;
    }

    synchronized boolean isEmpty() {
        return seen.isEmpty() && strangers.isEmpty();
    }

    private Deque<SaleQueue> lineOf(SaleQueue sale) {
        return sale.isStranger() ? strangers : seen;
    }
}
