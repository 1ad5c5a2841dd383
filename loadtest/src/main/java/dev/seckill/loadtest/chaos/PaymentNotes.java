package dev.seckill.loadtest.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What payers of a sale were told, over all rounds, and how far they got with its orders. Thread-safe. */
final class PaymentNotes {

    private final List<OrderAnswer> answers = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int nextAnswer;

    synchronized void note(OrderAnswer answer) {
        answers.add(answer);
    }

    /** The first of the buyers' replies that no payer has looked at. */
    synchronized int nextAnswer() {
        return nextAnswer;
    }

    synchronized void took(int count) {
        nextAnswer += count;
    }

    /** Whether nobody has dealt with the order; it is dealt with from now on. */
    synchronized boolean isFirst(String orderId) {
        return seen.add(orderId);
    }

    synchronized List<OrderAnswer> answers() {
        return List.copyOf(answers);
    }
}
