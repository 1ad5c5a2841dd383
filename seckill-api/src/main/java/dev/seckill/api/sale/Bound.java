package dev.seckill.api.sale;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What was full or late when a request was refused as overloaded. */
public enum Bound {
    /** Requests of the sale that wait. */
    QUEUE_MAX("Too many purchases of the sale wait for their decision."),
    /** Sales in memory. */
    SALES_MAX("Too many sales are in use at once."),
    /** The time in the queue. */
    DECISION_WAIT("The purchase waited too long for its decision."),
    /** Races lost against other instances. */
    CONFLICT_RETRIES("The sale is contended by other instances."),
    /** Events that are not logged, of this instance or of the sale. */
    BACKLOG("Too many orders wait for the order log."),
    /** Time without an acknowledgement. */
    LOG_SILENT("The order log does not acknowledge orders."),
    /** The log was not there when it was last asked. */
    LOG_AWAY("The order log cannot be reached."),
    /** No bound: what counts as logged may be gone, until somebody starts the instance again. */
    LOG_REPLACED("The order log was made anew or has lost its end."),
    /** Orders held at once. */
    HELD_MAX("Too many orders are held."),
    /** Orders that the sale remembers. */
    ORDERS_MAX("The sale remembers too many orders."),
    /** No bound: the instance ends. */
    STOPPING("The service is stopping."),
    /** One that has no name here, such as those of the HTTP server's own rooms. */
    OTHER("Too much at once.");

    private static final Map<String, Bound> BY_SENTENCE = new HashMap<>();

    static {
        Arrays.stream(values()).forEach(bound -> BY_SENTENCE.put(bound.sentence, bound));
    }

    private final String sentence;
    private final Decision refusal;

    Bound(String sentence) {
        this.sentence = sentence;
        this.refusal = Decision.refused(Outcome.OVERLOADED, sentence);
    }

    /** The one of which a refusal tells. */
    public static Bound of(Decision refusal) {
        return BY_SENTENCE.getOrDefault(refusal.detail(), OTHER);
    }

    /** What a client is told. */
    public String sentence() {
        return sentence;
    }

    /** The decision on a request that meets it. */
    public Decision refusal() {
        return refusal;
    }

    /** The name in figures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
