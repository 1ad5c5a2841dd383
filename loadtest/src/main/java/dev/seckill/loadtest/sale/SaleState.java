package dev.seckill.loadtest.sale;

import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.model.SaleId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A sale as it stands in Redis.
 *
 * @param counter the counter's text; null when there is none
 * @param fields the fields of the hash beside it; empty when there is none
 */
record SaleState(String counter, Map<String, String> fields) {

    static final String ALLOTMENT = "allotment";
    static final String SEQ = "seq";
    static final String VOIDED = "voided";
    static final String OWNER = "owner";
    static final String LOADTEST = "loadtest";
    private static final String HALTED = "HALTED";

    SaleState {
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
        boolean adds = counter.matches("-?\\d{1,18}")
                && Long.toString(Long.parseLong(counter) + decided()).equals(fields.get(ALLOTMENT));
        return !(LOADTEST.equals(fields.get(OWNER)) && adds);
    }

    /** Why no buyer would get a unit now, and what to do about it; empty when the sale is open. */
    Optional<String> closedBecause(SaleId sale, Instant now) {
        String phase = fields.getOrDefault("state", "OPEN").toUpperCase(Locale.ROOT);
        String key = "'{" + sale + "}:sale'";
        if (phase.equals(HALTED)) {
            return Optional.of("sale " + sale + " is halted: Redis is older than the order log. Run"
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

    /** As the API reads it: ISO 8601 in UTC, or milliseconds since 1970. */
    private static Instant instant(String text) {
        try {
            return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException notOne) {
            throw new UnusableSaleException("the sale in Redis has a window that is no time: " + text, notOne);
        }
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

    long decided() {
        return seq() - voided();
    }

    /** The counter in figures; the hash of a sale that was only SET has no allotment: then it is what adds up. */
    CounterState toCounterState() {
        long left = number("the counter", counter);
        String allotment = fields.getOrDefault(ALLOTMENT, Long.toString(left + decided()));
        return new CounterState(left, number(ALLOTMENT, allotment), seq(), voided());
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOne) {
            throw new UnusableSaleException(name + " of the sale in Redis is not a number, but: " + text, notOne);
        }
    }
}
