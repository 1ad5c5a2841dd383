package dev.seckill.consumer.notify;

import java.time.Duration;
import java.util.Objects;

/**
 * What became of one attempt to tell the shop.
 *
 * @param end whether it is over
 * @param detail what happened, for an operator
 * @param retryAfter how long the shop asks to wait; zero if it does not
 */
record Answer(End end, String detail, Duration retryAfter) {

    /** How an attempt ends. */
    enum End {
        /** The shop has it. */
        DELIVERED,
        /** The shop wants no more of it. */
        GONE,
        /** Another attempt may do better. */
        FAILED
    }

    Answer {
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(retryAfter, "retryAfter");
    }

    static Answer delivered() {
        return new Answer(End.DELIVERED, "delivered", Duration.ZERO);
    }

    static Answer failed(String detail) {
        return new Answer(End.FAILED, detail, Duration.ZERO);
    }
}
