package dev.seckill.api.sale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event with everything that the order log needs, as it stands in the outbox: one line {@code allotment key}, or
 * {@code allotment@epoch key} when the sale was rebuilt once, in ASCII, a line feed, and the message of
 * {@link EventCodec}. The event is encoded once for the outbox and the log.
 */
public final class OutboxEntry {

    private final SaleEvent event;
    private final EventId id;
    private final IdempotencyKey key;
    private final Offer offer;
    private final byte[] bytes;
    private final int messageStart;

    /**
     * What the sale was like when the event was decided.
     *
     * @param allotment units offered so far, 0 if nothing says
     * @param epoch when it was last rebuilt from the order log, in milliseconds since 1970; 0 for never
     */
    public record Offer(long allotment, long epoch) {

        /** The last time that an order may have, the end of the year 9999; what lies behind it is no time. */
        public static final long EPOCH_MAX = 253_402_300_799_999L;

        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:@(\\d{1,18}))?");

        /** @throws IllegalArgumentException if the epoch is no time */
        public Offer {
            if (epoch < 0 || epoch > EPOCH_MAX) {
                throw new IllegalArgumentException("epoch is no time in milliseconds since 1970: " + epoch);
            }
        }

        private static Offer parse(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not an outbox entry, or a damaged one: no allotment");
            }
            return new Offer(
                    Long.parseLong(parts.group(1)), parts.group(2) == null ? 0 : Long.parseLong(parts.group(2)));
        }

        @Override
        public String toString() {
            return epoch == 0 ? Long.toString(allotment) : allotment + "@" + epoch;
        }
    }

    private OutboxEntry(SaleEvent event, IdempotencyKey key, Offer offer, byte[] bytes, int messageStart) {
        this.event = event;
        this.id = EventId.of(event, offer.epoch());
        this.key = key;
        this.offer = offer;
        this.bytes = bytes;
        this.messageStart = messageStart;
    }

    /**
     * Makes the entry of an event.
     *
     * @param key the purchase's key, or null
     */
    public static OutboxEntry of(SaleEvent event, IdempotencyKey key, Offer offer) {
        Objects.requireNonNull(event, "event");
        byte[] head = (offer + " " + (key == null ? "" : key.value()) + "\n").getBytes(US_ASCII);
        byte[] message = EventCodec.encode(event);
        byte[] bytes = new byte[head.length + message.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(message, 0, bytes, head.length, message.length);
        return new OutboxEntry(event, key, offer, bytes, head.length);
    }

    /**
     * Reads an entry back.
     *
     * @throws IllegalArgumentException if the bytes are not an entry
     * @throws dev.seckill.model.UndecodableOrderException if its message is not an event
     */
    public static OutboxEntry parse(byte[] bytes) {
        int blank = -1;
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            if (bytes[end] == ' ') {
                blank = end;
            }
            end++;
        }
        if (blank < 1 || end == bytes.length) {
            throw new IllegalArgumentException("not an outbox entry (bytes=" + bytes.length + ")");
        }
        Offer offer = Offer.parse(new String(bytes, 0, blank, US_ASCII));
        String key = new String(bytes, blank + 1, end - blank - 1, US_ASCII);
        byte[] message = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        return new OutboxEntry(
                EventCodec.decode(message), key.isEmpty() ? null : new IdempotencyKey(key), offer, bytes, end + 1);
    }

    /** The event. */
    public SaleEvent event() {
        return event;
    }

    /** Names it in the outbox. */
    public EventId id() {
        return id;
    }

    /** The order that the event is, or null: it is about none. */
    public Order order() {
        return event instanceof SaleEvent.Accepted accepted ? accepted.order() : null;
    }

    /** The purchase's key, or null. */
    public IdempotencyKey key() {
        return key;
    }

    /** What the sale was like when the event was decided. */
    public Offer offer() {
        return offer;
    }

    /** The message for the order log, a copy of its own. */
    public byte[] message() {
        return Arrays.copyOfRange(bytes, messageStart, bytes.length);
    }

    /** The whole entry; not to be changed by the caller. */
    public byte[] bytes() {
        return bytes;
    }
}
