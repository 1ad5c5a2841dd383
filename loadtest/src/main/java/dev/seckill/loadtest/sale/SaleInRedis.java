package dev.seckill.loadtest.sale;

import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.JournalEnd;
import dev.seckill.model.SaleId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A sale as it stands in Redis.
 *
 * @param counter the counter's text; null when there is none
 * @param fields the fields of the hash beside it; empty when there is none
 */
record SaleInRedis(String counter, Map<String, String> fields) {

    static final String ALLOTMENT = "allotment";
    static final String SEQ = "seq";
    static final String VOIDED = "voided";
    static final String NO = "no";
    /** Units that this job has offered, as the API writes the allotment anew when somebody else adds some. */
    static final String LOADTEST = "loadtest";

    private static final String HALTED = "HALTED";
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Instant EARLIEST = Instant.parse("2001-01-01T00:00:00Z");

    SaleInRedis {
        fields = Map.copyOf(fields);
    }

    /**
     * Whether a reset would wipe units that somebody else has put on sale: there are some, and they are not what an
     * earlier run has left over. A counter that was SET by hand since then does not add up with that run's allotment.
     */
    boolean isForeign() {
        if (counter == null || counter.equals("0")) {
            return false;
        }
        boolean adds = NUMBER.matcher(counter).matches()
                && Long.toString(Long.parseLong(counter) + decided()).equals(fields.get(LOADTEST));
        return !adds;
    }

    /** Why no buyer would get a unit now, and what to do about it; empty when the sale is open. */
    Optional<String> closedBecause(SaleId sale, Instant now) {
        String phase = fields.getOrDefault("state", "OPEN").toUpperCase(Locale.ROOT);
        String key = "'{" + sale + "}:sale'";
        if (phase.equals(HALTED)) {
            return Optional.of(
                    "sale " + sale + " is halted: Redis is older than the order log, has lost something of the"
                            + " sale, or has done half a transaction. Run"
                            + " `java -jar seckill-api.jar recover --sale " + sale + "` first");
        }
        if (!phase.equals("OPEN")) {
            return Optional.of("sale " + sale + " is " + phase.toLowerCase(Locale.ROOT)
                    + ". Open it with `redis-cli HSET " + key + " state OPEN`, or take another one with --sale");
        }
        if (isPast(fields.get("closesAt"), now) || isFuture(fields.get("opensAt"), now)) {
            return Optional.of("sale " + sale + " is not open now (opensAt=" + fields.get("opensAt") + ", closesAt="
                    + fields.get("closesAt") + "). Remove its window with `redis-cli HDEL " + key
                    + " opensAt closesAt`, or take another one with --sale");
        }
        return Optional.empty();
    }

    private static boolean isPast(String time, Instant now) {
        return time != null && !time.isEmpty() && !instant(time).isAfter(now);
    }

    private static boolean isFuture(String time, Instant now) {
        return time != null && !time.isEmpty() && instant(time).isAfter(now);
    }

    /** As the API reads it: ISO 8601 in UTC, or milliseconds since 1970, and not before 2001. */
    private static Instant instant(String text) {
        try {
            Instant time =
                    text.matches("[0-9]{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
            if (time.isAfter(EARLIEST)) {
                return time;
            }
        } catch (DateTimeException notOne) {
            throw new UnusableSaleException("the sale in Redis has a window that is no time: " + text, notOne);
        }
        throw new UnusableSaleException("the sale in Redis has a window before 2001, in seconds perhaps: " + text);
    }

    boolean isHalted() {
        return HALTED.equalsIgnoreCase(fields.get("state"));
    }

    long seq() {
        return number(SEQ, fields.getOrDefault(SEQ, "0"));
    }

    long voided() {
        return number(VOIDED, fields.getOrDefault(VOIDED, "0"));
    }

    /** Where the journal of the sale must have come to. */
    JournalEnd journalEnd() {
        return new JournalEnd(number(NO, fields.getOrDefault(NO, "0")), number("the counter", counter));
    }

    /** Whether an event tells of its units. */
    boolean hasJournal() {
        return number(NO, fields.getOrDefault(NO, "0")) > 0;
    }

    long decided() {
        return seq() - voided();
    }

    /**
     * The counter in figures. A sale that was only SET, and never sold from, offers what is left; later nothing
     * stands in for the allotment, because one that is made up of what is left and decided always adds up.
     */
    CounterState toCounterState() {
        long left = number("the counter", counter);
        String allotment = fields.getOrDefault(ALLOTMENT, seq() == 0 ? Long.toString(left) : null);
        return new CounterState(left, number(ALLOTMENT, allotment), seq(), voided());
    }

    /** Only what Redis itself takes for a number: with anything else it does not calculate. */
    private static long number(String name, String text) {
        if (text == null || !NUMBER.matcher(text).matches()) {
            throw new UnusableSaleException(name + " of the sale in Redis is not a number, but: " + text);
        }
        return Long.parseLong(text);
    }
}
