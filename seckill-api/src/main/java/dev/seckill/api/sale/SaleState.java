package dev.seckill.api.sale;

import java.util.Map;
import java.util.Objects;

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
 * @param definition its name, hours and limits
 * @param outbox orders not known to be in the order log
 * @param halfDone whether the sale was halted because the transaction of its newest batch is half done
 * @param epoch when the sale was last rebuilt from the order log, in milliseconds; 0 for never
 * @param starting units that an instance meant to put on sale by its setting {@code --stock}, or null
 * @param changed the number of the newest event of its definition or state, 0 when the hash has none
 * @param held units of orders that are held
 * @param heldOrders how many orders that are
 * @param byHand units that somebody put on the counter by hand so far, less those taken, of which events tell
 * @param remembered how many orders the sale remembers
 */
public record SaleState(
        Long left,
        Long no,
        Long journalLeft,
        long seq,
        long voided,
        Long allotment,
        Phase phase,
        StoredDefinition definition,
        long outbox,
        boolean halfDone,
        long epoch,
        Long starting,
        long changed,
        long held,
        long heldOrders,
        long byHand,
        long remembered) {

    /** The field of {@code {c}:sale} that has the units of orders that are held. */
    public static final String HELD = "held";

    /** The field that has the number of orders that are held. */
    public static final String HELD_ORDERS = "heldOrders";

    /** The field of {@code {c}:sale} that has the units of {@code --stock}. */
    public static final String STARTING = "stock";

    /** The field that has the number of the newest event of its definition or state. */
    static final String CHANGED = "changed";

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
                || changed < 0
                || held < heldOrders
                || heldOrders < 0
                || voided < 0
                || voided > seq
                || epoch < 0
                || offersLessThanNothing) {
            throw new IllegalArgumentException("sale state does not add up (no=" + no + ", left=" + journalLeft
                    + ", seq=" + seq + ", voided=" + voided + ", allotment=" + allotment + ", epoch=" + epoch + ")");
        }
    }

    /**
     * Reads the state from what Redis replied.
     *
     * @param counter the counter's value, or null when there is none
     * @param fields the hash, empty when there is none: a bare counter is a valid sale
     * @param outbox entries in the outbox
     * @throws NewerFormatException if a newer version has begun the sale
     * @throws IllegalArgumentException if a value is not what its field holds
     */
    public static SaleState parse(String counter, Map<String, String> fields, long outbox) {
        SaleFormat.requireKnown(fields);
        return new SaleState(
                counter == null ? null : StoredText.number("counter", counter, StoredText.UNITS_MAX),
                fields.containsKey("no") ? StoredText.number("no", fields.get("no"), StoredText.SEQ_MAX) : null,
                fields.containsKey("left") ? StoredText.number("left", fields.get("left"), StoredText.SEQ_MAX) : null,
                StoredText.number("seq", fields.getOrDefault("seq", "0"), StoredText.SEQ_MAX),
                StoredText.number("voided", fields.getOrDefault("voided", "0"), StoredText.SEQ_MAX),
                fields.containsKey("allotment")
                        ? StoredText.number("allotment", fields.get("allotment"), StoredText.SEQ_MAX)
                        : null,
                phase(fields.getOrDefault("state", Phase.OPEN.name())),
                StoredDefinition.parse(fields),
                outbox,
                fields.containsKey("halfDone") && fields.get("halfDone").equals(fields.get("batch")),
                StoredText.number("epoch", fields.getOrDefault("epoch", "0"), StoredText.TIME_MAX_MILLIS),
                fields.containsKey(STARTING)
                        ? StoredText.number(STARTING, fields.get(STARTING), StoredText.UNITS_MAX)
                        : null,
                StoredText.number(CHANGED, fields.getOrDefault(CHANGED, "0"), StoredText.SEQ_MAX),
                StoredText.number(HELD, fields.getOrDefault(HELD, "0"), StoredText.SEQ_MAX),
                StoredText.number(HELD_ORDERS, fields.getOrDefault(HELD_ORDERS, "0"), StoredText.SEQ_MAX),
                signed(BatchPlan.BY_HAND, fields.get(BatchPlan.BY_HAND)),
                0);
    }

    /** This sale where that many orders are remembered. */
    public SaleState remembering(long orders) {
        return new SaleState(
                left,
                no,
                journalLeft,
                seq,
                voided,
                allotment,
                phase,
                definition,
                outbox,
                halfDone,
                epoch,
                starting,
                changed,
                held,
                heldOrders,
                byHand,
                orders);
    }

    /** Whether there is nothing of such a sale: nobody has put it on sale. */
    public boolean isBlank() {
        return left == null && isBare();
    }

    /** Whether Redis has no more of it than a counter, and what somebody may have set by hand: nothing was ever decided. */
    public boolean isBare() {
        return no == null && allotment == null && seq == 0 && epoch == 0;
    }

    /** This sale as it is after an event of which the store knows nothing. */
    public SaleState after(long lastNo, long leftThen) {
        return new SaleState(
                left,
                lastNo,
                leftThen,
                seq,
                voided,
                allotment,
                phase,
                definition,
                outbox,
                halfDone,
                epoch,
                starting,
                changed,
                held,
                heldOrders,
                byHand,
                remembered);
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
     * Units offered so far: those of which events tell, and what was changed by hand since the last one. A hash without a
     * journal may remember anything, so what is left and what is decided count there; but of a half-done batch either of
     * the two may be missing, so then the memory counts.
     */
    public long offered() {
        if (allotment != null && phase == Phase.HALTED && halfDone) {
            return allotment;
        }
        if (allotment != null && left != null && lastNo() > 0 && !isWithoutJournal()) {
            return Math.max(0, allotment + changedByHand());
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

    /** Whether it was not by hand after all: an instance has put its starting stock on sale. */
    boolean isStarted() {
        return lastNo() == 0 && starting != null && starting.equals(left);
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
     * A figure that may be below 0; 0 for none.
     *
     * @throws IllegalArgumentException if Redis would not take it for an integer, or it is out of bounds
     */
    public static long signed(String name, String text) {
        return text == null ? 0 : StoredText.number(name, text, StoredText.SEQ_MAX);
    }

    /**
     * A count that only grows, such as the units that a buyer has.
     *
     * @throws IllegalArgumentException if Redis would not take it for an integer, or it is below 0 or too high
     */
    public static long count(String name, String text) {
        long count = StoredText.number(name, text, StoredText.SEQ_MAX);
        if (count < 0) {
            throw new IllegalArgumentException(name + " is below 0: " + text);
        }
        return count;
    }
}
