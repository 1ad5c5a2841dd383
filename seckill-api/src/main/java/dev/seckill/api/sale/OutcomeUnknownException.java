package dev.seckill.api.sale;

import java.util.List;

/**
 * A transaction was sent, its reply got lost, and reading it back was not possible in time. Its events may or may not
 * stand in the outbox; if they do, a relay delivers them. Whoever has a key may ask again.
 */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<EventId> events;

    public OutcomeUnknownException(List<EventId> events, String reason, Throwable cause) {
        super(reason + " (events=" + events.size() + ", first=" + events.get(0) + ")", cause);
        this.events = List.copyOf(events);
    }

    /** The events whose fate is not known. */
    public List<EventId> events() {
        return events;
    }
}
