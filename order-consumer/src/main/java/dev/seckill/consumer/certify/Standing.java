package dev.seckill.consumer.certify;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a sale's certificates are.
 *
 * @param size events that are signed
 * @param end the highest number in the book
 * @param kind what is with the rest
 * @param why in words; null if all is fine
 * @param since since when something held up has been so, or events that can be signed have not been; null if none wait
 */
public record Standing(long size, long end, Kind kind, String why, Instant since) {

    /** What is with the events that are not signed. */
    public enum Kind {
        /** There are none, or they are signed with the next turn. */
        FINE,
        /** All is signed, and nothing more will come but what settles orders. */
        FINAL,
        /** One before them is missing. */
        WAITS,
        /** Something does not fit to what was signed; somebody has to look. */
        HALTED,
        /** They can't be read, signed or written now. */
        FAILS
    }

    static Standing fine(long size, long end) {
        return new Standing(size, end, Kind.FINE, null, null);
    }

    static Standing ended(long size) {
        return new Standing(size, size, Kind.FINAL, null, null);
    }

    static Standing waits(long size, long end, NextLeaves.Gap gap) {
        return new Standing(
                size,
                end,
                Kind.WAITS,
                "event " + gap.no() + " is missing, and others behind it are there",
                gap.since());
    }

    /** The same, but that it is so since another time. */
    Standing since(Instant time) {
        return new Standing(size, end, kind, why, time);
    }

    /** Whether somebody or something has to do with it before more can be signed. */
    boolean isHeldUp() {
        return kind == Kind.WAITS || kind == Kind.HALTED || kind == Kind.FAILS;
    }

    /** Whether there is more that can be signed. */
    public boolean isBehind() {
        return !isHeldUp() && size < end;
    }

    /** Whether it is the same that holds it up. */
    boolean isLike(Standing other) {
        return other != null && kind == other.kind && Objects.equals(why, other.why);
    }
}
