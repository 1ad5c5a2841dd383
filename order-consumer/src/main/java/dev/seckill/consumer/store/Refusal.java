package dev.seckill.consumer.store;

import java.util.Objects;

/**
 * An event that the book does not take. Giving it again does not help.
 *
 * @param index its place in the list that was given
 * @param detail what the book said or holds instead
 */
public record Refusal(int index, Cause cause, String detail) {

    /** Why an event is refused, the gravest first. */
    public enum Cause {
        /** Another order holds this seq of the sale: one unit was sold twice. */
        SEQ_CLASH(true, "seq clash"),
        /** The book holds this order id with other content. */
        CONTENT_CLASH(true, "content clash"),
        /** Another event has this number of the sale, or the order has another number: the journal has two versions. */
        NO_CLASH(true, "no clash"),
        /** Its number was given up when the sale was rebuilt without it, and its units may be sold again. */
        GIVEN_UP(true, "given up"),
        /** The database does not take the row: too long, out of range, against a constraint. */
        UNSTORABLE(false, "unstorable");

        private final boolean alarm;
        private final String words;

        Cause(boolean alarm, String words) {
            this.alarm = alarm;
            this.words = words;
        }

        /** Whether it breaks a promise of the system, so that someone must look at once. */
        public boolean isAlarm() {
            return alarm;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Requires cause and detail. */
    public Refusal {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(detail, "detail");
    }
}
