package dev.seckill.api.sale;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What Redis knows of a sale at one moment: the counter and the hash {@code {c}:sale}.
 *
 * @param left units not yet decided, or null when there is no counter
 * @param no the highest number given in the sale's journal, or null when the hash does not say
 * @param journalLeft units left after the event that has this number, or null when the hash does not say
 * @param seq the highest {@code seq} given so far, 0 before the first order
 * @param voided how many of those numbers belong to orders that were lost with Redis before they were logged
 * @param allotment units offered so far as the hash has it, or null when it does not say
 * @param phase whether the sale takes purchases
 * @param opensAt when it opens, or null: it is open already
 * @param closesAt when it closes, or null: it does not
 * @param perBuyer units that one buyer may have, or 0 for no limit
 * @param outbox orders not known to be in the order log
 * @param halfDone whether the sale was halted because the transaction of its newest batch is half done
 * @param epoch when the sale was last rebuilt from the order log, in milliseconds; 0 for never
 */
public record SaleState(
        Long left,
        Long no,
        Long journalLeft,
        long seq,
        long voided,
        Long allotment,
        Phase phase,
        Instant opensAt,
        Instant closesAt,
        long perBuyer,
        long outbox,
        boolean halfDone,
        long epoch) {

    /** Most units of a counter, as of {@code --stock}. */
    private static final long UNITS_MAX = 1_000_000_000;

    /** Far above what a sale can sell, and far enough below 2^63 that sums of such numbers do not overflow. */
    private static final long SEQ_MAX = 1_000_000_000_000_000L;

    /** The end of the year 9999. */
    private static final long TIME_MAX_MILLIS = 253_402_300_799_999L;

    private static final Instant EARLIEST = Instant.parse("2001-01-01T00:00:00Z");
    private static final Pattern REDIS_INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    /** What is told of a halted sale. */
    public static final String HALTED_TROUBLE = "The sale is halted until recover.";

    /** Whether a sale takes purchases. */
    public enum Phase {
        /** It does. */
        OPEN,
        /** Not now: its operator stopped it for a while. */
        PAUSED,
        /** Not any more. */
        CLOSED,
        /**
         * Not until {@code recover}: what Redis holds is older than the order log, it lost a companion, or a
         * transaction is half done.
         */
        HALTED
    }

    /** @throws IllegalArgumentException if a figure that counts things is negative */
    public SaleState {
        Objects.requireNonNull(phase, "phase");
        boolean offersLessThanNothing = allotment != null && allotment < 0;
        boolean hasLessThanNothing = no != null && no < 0 || journalLeft != null && journalLeft < 0;
        if (hasLessThanNothing
                || seq < 0
                || voided < 0
                || voided > seq
                || perBuyer < 0
                || epoch < 0
                || offersLessThanNothing) {
            throw new IllegalArgumentException("sale state does not add up (no=" + no + ", left=" + journalLeft
                    + ", seq=" + seq + ", voided=" + voided + ", allotment=" + allotment + ", perBuyer=" + perBuyer
                    + ", epoch=" + epoch + ")");
        }
    }

    /**
     * Reads the state from what Redis replied.
     *
     * @param counter the counter's value, or null when there is none
     * @param fields the hash, empty when there is none: a bare counter is a valid sale
     * @param outbox entries in the outbox
     * @throws IllegalArgumentException if a value is not what its field holds
     */
    public static SaleState parse(String counter, Map<String, String> fields, long outbox) {
        return new SaleState(
                counter == null ? null : number("counter", counter, UNITS_MAX),
                fields.containsKey("no") ? number("no", fields.get("no"), SEQ_MAX) : null,
                fields.containsKey("left") ? number("left", fields.get("left"), SEQ_MAX) : null,
                number("seq", fields.getOrDefault("seq", "0"), SEQ_MAX),
                number("voided", fields.getOrDefault("voided", "0"), SEQ_MAX),
                fields.containsKey("allotment") ? number("allotment", fields.get("allotment"), SEQ_MAX) : null,
                phase(fields.getOrDefault("state", Phase.OPEN.name())),
                instant("opensAt", fields.get("opensAt")),
                instant("closesAt", fields.get("closesAt")),
                number("perBuyer", fields.getOrDefault("perBuyer", "0"), UNITS_MAX),
                outbox,
                fields.containsKey("halfDone") && fields.get("halfDone").equals(fields.get("batch")),
                number("epoch", fields.getOrDefault("epoch", "0"), TIME_MAX_MILLIS));
    }

    /** The highest number given in the sale's journal, 0 before its first event. */
    public long lastNo() {
        return no == null ? 0 : no;
    }

    /**
     * Whether the hash does not say how far the sale's journal got: an older version of this program, which kept none, has
     * sold from the sale, or somebody has taken the fields away.
     */
    public boolean isWithoutJournal() {
        return no == null && seq > 0 || lastNo() > 0 && journalLeft == null;
    }

    /** Why nothing can be sold until somebody mends the sale, or null. */
    public String trouble() {
        return phase == Phase.HALTED ? HALTED_TROUBLE : null;
    }

    /** Orders decided so far: every number given but those that are void. */
    public long decided() {
        return seq - voided;
    }

    /**
     * Units offered so far. Somebody may set the counter by hand, so what is left and what is decided count, not
     * what the hash remembers; but of a half-done batch either of the two may be missing, so then the memory
     * counts.
     */
    public long offered() {
        if (phase == Phase.HALTED && halfDone && allotment != null) {
            return allotment;
        }
        return Math.max(0, left == null ? 0 : left) + decided();
    }

    /**
     * Units that somebody has put on the counter by hand, or taken from it, and of which no event tells: what the counter
     * has against what was left after the last event. All of them before the first event. 0 without a counter.
     */
    public long changedByHand() {
        if (left == null || isWithoutJournal()) {
            return 0;
        }
        return Math.max(0, left) - (lastNo() == 0 ? 0 : journalLeft);
    }

    private static Phase phase(String text) {
        for (Phase phase : Phase.values()) {
            if (phase.name().equalsIgnoreCase(text)) {
                return phase;
            }
        }
        throw new IllegalArgumentException("state is not one of OPEN, PAUSED, CLOSED, HALTED: " + text);
    }

    /**
     * An instant is ISO 8601 in UTC or milliseconds since 1970. One before 2001 is a time in seconds, as {@code date +%s}
     * prints it: taken for milliseconds it would open a sale decades too early.
     */
    private static Instant instant(String field, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Instant instant;
        try {
            instant = REDIS_INTEGER.matcher(text).matches()
                    ? Instant.ofEpochMilli(number(field, text, TIME_MAX_MILLIS))
                    : Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException(field + " is not a time: " + text, e);
        }
        if (instant.isBefore(EARLIEST)) {
            throw new IllegalArgumentException(
                    field + " is before 2001; a time is in milliseconds since 1970, not seconds: " + text);
        }
        return instant;
    }

    /**
     * A count that only grows, such as the units that a buyer has.
     *
     * @throws IllegalArgumentException if Redis would not take it for an integer, or it is below 0 or too high
     */
    public static long count(String name, String text) {
        long count = number(name, text, SEQ_MAX);
        if (count < 0) {
            throw new IllegalArgumentException(name + " is below 0: " + text);
        }
        return count;
    }

    /**
     * Exactly what Redis itself takes for an integer, which is less than Java does: {@code 0100}, {@code +1} or
     * {@code -0} read here would be decided upon, and then refused by DECRBY in a transaction that is half done.
     */
    private static long number(String field, String text, long max) {
        if (!REDIS_INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " is not a whole number: " + text);
        }
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + " is out of bounds: " + text, e);
        }
        if (number > max || number < -max) {
            throw new IllegalArgumentException(field + " is out of bounds (most " + max + "): " + text);
        }
        return number;
    }
}
