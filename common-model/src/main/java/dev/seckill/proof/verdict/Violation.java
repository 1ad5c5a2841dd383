package dev.seckill.proof.verdict;

/**
 * An equation that does not hold.
 *
 * @param no the event at which it does not, or the last one if it is about all of them
 * @param what the figures
 */
public record Violation(Equation equation, long no, String what) {

    /** What holds of every journal. */
    public enum Equation {
        /** What is left follows from what was left before and the event's units; a rebuild counts all units anew. */
        E1,
        /** What is left is never below zero. */
        E2,
        /** Events and accepted orders are numbered 1, 2, 3 …, but for what was given up. */
        E3,
        /** The certificate's figures are the sums of its leaves: allotment = left + accepted - released. */
        E4,
        /** A final certificate is of a sale that was closed, with nothing sold behind it and nothing open. */
        E5,
        /** What is given back are the units of an order that has them: never more than were accepted. */
        E6
    }

    @Override
    public String toString() {
        return equation + " fails at event " + no + ": " + what;
    }
}
