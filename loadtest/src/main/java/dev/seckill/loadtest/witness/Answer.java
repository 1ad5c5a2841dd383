package dev.seckill.loadtest.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One reply, as the buyer saw it.
 *
 * @param buyer who asked; the same buyer may ask more than once
 * @param outcome what the reply said
 * @param orderId the order that the buyer was given; null unless accepted. Text as it came: a witness trusts no form
 * @param askedAt when the request was sent, by the clock of the load generator
 * @param elapsed from the request to the last byte of the reply, connecting included
 * @param detail what went wrong, for an error; empty otherwise
 */
public record Answer(
        String buyer, BuyerOutcome outcome, String orderId, Instant askedAt, Duration elapsed, String detail) {

    /** @throws IllegalArgumentException if an order id is missing from an acceptance or present elsewhere */
    public Answer {
        Objects.requireNonNull(buyer, "buyer");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(askedAt, "askedAt");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(detail, "detail");
        if ((outcome == BuyerOutcome.ACCEPTED) != (orderId != null)) {
            throw new IllegalArgumentException("an answer has an order id if and only if it is accepted, but was: "
                    + outcome + " with " + orderId);
        }
    }

    /** Ids of the orders that buyers were told of, each once. */
    public static List<String> orderIds(List<Answer> answers) {
        return answers.stream()
                .map(Answer::orderId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** When the reply was complete. */
    public Instant answeredAt() {
        return askedAt.plus(elapsed);
    }
}
