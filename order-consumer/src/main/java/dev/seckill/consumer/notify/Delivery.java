package dev.seckill.consumer.notify;

import dev.seckill.consumer.loop.Backoff;
import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.util.Objects;

/**
 * A webhook on its way, or a note that stands behind the webhooks of a sale and says that they are over. Its place in the lane is guarded by {@link Lanes}; the attempts belong to the one thread that has
 * taken it.
 */
final class Delivery {

    private final String key;
    private final Webhook webhook;
    private final SaleWatch note;
    private final PartitionMarks marks;
    private final LogPosition origin;
    private final boolean ofMessage;

    private Backoff backoff;
    private long firstNanos;
    private int attempts;

    /** When it is to be tried, by the stopwatch. */
    long dueNanos;
    /** Which one goes first of those that are due at the same time. */
    long turn;
    /** Whether a thread is at work on it. */
    boolean taken;

    private Delivery(
            String key, Webhook webhook, SaleWatch note, PartitionMarks marks, LogPosition origin, boolean ofMessage) {
        this.key = key;
        this.webhook = webhook;
        this.note = note;
        this.marks = Objects.requireNonNull(marks, "marks");
        this.origin = Objects.requireNonNull(origin, "origin");
        this.ofMessage = ofMessage;
    }

    /**
     * A webhook that was not tried yet.
     *
     * @param origin the message that asks for it
     * @param ofMessage whether the message is not done before this is
     */
    static Delivery of(Webhook webhook, PartitionMarks marks, LogPosition origin, boolean ofMessage) {
        return new Delivery(webhook.key(), webhook, null, marks, origin, ofMessage);
    }

    /** The same of a note. */
    static Delivery of(SaleWatch note, PartitionMarks marks, boolean ofMessage) {
        return new Delivery(note.rules().sale().value(), null, note, marks, note.place(), ofMessage);
    }

    /** The lane that it goes into. */
    String key() {
        return key;
    }

    /** Null of a note. */
    Webhook webhook() {
        return webhook;
    }

    /** Null of a webhook. */
    SaleWatch note() {
        return note;
    }

    LogPosition origin() {
        return origin;
    }

    /** Whether somebody else has its partition now. */
    boolean isGone() {
        return marks.isGone();
    }

    /** It needs no more attempts. */
    void over() {
        if (ofMessage) {
            marks.done(origin.offset());
        }
    }

    /** Notes the beginning of an attempt. */
    void begin(long nowNanos) {
        firstNanos = attempts == 0 ? nowNanos : firstNanos;
        attempts++;
    }

    int attempts() {
        return attempts;
    }

    /** How long it has been tried. */
    Duration tried(long nowNanos) {
        return Duration.ofNanos(nowNanos - firstNanos);
    }

    /** The usual wait before the next attempt. */
    Duration nextWait(Backoff fresh) {
        backoff = backoff == null ? fresh : backoff;
        return backoff.next();
    }
}
