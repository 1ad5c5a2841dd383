package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.loadtest.chaos.ExpectedMessages;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Puts messages on the order log that anyone who may write to the topic could put there, and remembers what must become of
 * them. The orders among them are of other sales than the one under test. Not thread-safe.
 */
final class HostileMessages {

    /** What the topic takes is bounded after compression: a message of 1 MB, or of a thousand times as much. */
    static final int SPACES = 12_000_000;

    private static final int HUGE = 1_000_000;
    private static final int DEEP = 100_000;

    private static final SaleId FOREIGN = new SaleId("attack-foreign");

    /** Names that are near the sale under test, for a reader or a table that does not look closely. */
    private static final List<SaleId> NEAR =
            List.of(new SaleId("COUNTER"), new SaleId("counter:sale"), new SaleId("counter."), new SaleId("counter-"));

    private final Clock clock;
    private final OrderIdGenerator ids;
    private final ExpectedMessages messages;
    private long seq;

    /** For this order log. */
    HostileMessages(KafkaAccess kafka, Clock clock) {
        this.clock = clock;
        this.ids = new OrderIdGenerator(clock);
        this.messages = new ExpectedMessages(kafka, 2 * SPACES);
    }

    /** The sales that the orders among the messages belong to. */
    static List<SaleId> sales() {
        List<SaleId> sales = new ArrayList<>(NEAR);
        sales.add(FOREIGN);
        return sales;
    }

    /** All that was sent so far. */
    ExpectedMessages sent() {
        return messages;
    }

    /** Bytes of nothing, half an order, other JSON than an order, and JSON that is no end of brackets. */
    void sendUndecodable() throws InterruptedException {
        byte[] order = EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order(FOREIGN, 1)));
        parked(new byte[] {(byte) 0xff, 0, (byte) 0xfe, 7});
        parked(Arrays.copyOf(order, order.length / 2));
        parked("{\"orderId\":\"none\"}".getBytes(UTF_8));
        parked("[]".getBytes(UTF_8));
        parked("[".repeat(DEEP).getBytes(UTF_8));
        parked(text(order).replace("\"seq\":1", "\"seq\":" + "9".repeat(10_000)).getBytes(UTF_8));
        parked(text(order).replace("\"seq\":1", "\"seq\":1e99999999").getBytes(UTF_8));
        parked(text(order).replace("\"quantity\":1", "\"quantity\":0").getBytes(UTF_8));
        parked(text(order).replace("\"quantity\":1", "\"quantity\":-1").getBytes(UTF_8));
        parked((text(order) + text(order)).getBytes(UTF_8));
        send("none");
    }

    /** Nearly all that the topic takes, and more than an order needs: noise, and an order with a field that nobody reads. */
    void sendHuge() throws InterruptedException {
        parked("x".repeat(HUGE).getBytes(UTF_8));
        String note = ",\"note\":\"" + "x".repeat(HUGE) + "\"}";
        byte[] order = EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order(FOREIGN, 1)));
        parked(text(order).replaceFirst("}$", note).getBytes(UTF_8));
        send("none");
    }

    /** Spaces that compress to next to nothing. */
    void sendSpaces() throws InterruptedException {
        byte[] spaces = new byte[SPACES];
        Arrays.fill(spaces, (byte) ' ');
        parked(spaces);
        send("gzip");
    }

    /** Headers that their readers do not expect, on orders that are fine and on noise. */
    void sendHeaders() throws InterruptedException {
        Map<String, byte[]> odd = new HashMap<>();
        odd.put(OrderLogNames.ALLOTMENT_HEADER, "many".getBytes(UTF_8));
        odd.put(OrderLogNames.EPOCH_HEADER, "9".repeat(18).getBytes(UTF_8));
        odd.put(OrderLogNames.IDEMPOTENCY_KEY_HEADER, new byte[] {(byte) 0xff, 0, '\n'});
        odd.put(OrderLogNames.PARKED_FROM_HEADER, "CAR_NUMBER-0@-1".getBytes(UTF_8));
        odd.put(OrderLogNames.PARKED_REASON_HEADER, "x".repeat(100_000).getBytes(UTF_8));
        for (Map.Entry<String, byte[]> each : odd.entrySet()) {
            for (byte[] value : new byte[][] {each.getValue(), {}, null}) {
                Order order = order(FOREIGN, ++seq);
                messages.storeOrPark(order, new RecordHeader(each.getKey(), value));
                messages.park(ids.next(), "noise".getBytes(UTF_8), new RecordHeader(each.getKey(), value));
            }
        }
        send("none");
    }

    /** No value, no key, neither. */
    void sendNulls() throws InterruptedException {
        parked(null);
        messages.parkWithoutKey("noise".getBytes(UTF_8));
        messages.parkWithoutKey(null);
        send("none");
    }

    /** A half of a character, escaped and as bytes; each twice, as a relay repeats a message. */
    void sendSurrogates() throws InterruptedException {
        byte[] order = EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order(FOREIGN, ++seq)));
        String template = text(order);
        for (String half : List.of("\\ud800", "\\udc00", "a\\ud83dz")) {
            byte[] value = template.replace("\"buyer\":null", "\"buyer\":\"" + half + "\"")
                    .getBytes(UTF_8);
            parkedTwice(value);
        }
        byte[] raw = template.replace("\"buyer\":null", "\"buyer\":\"???\"").getBytes(UTF_8);
        int at = text(raw).indexOf("???");
        raw[at] = (byte) 0xed;
        raw[at + 1] = (byte) 0xa0;
        raw[at + 2] = (byte) 0x80;
        parkedTwice(raw);
        send("none");
    }

    /** Orders of sales whose names are near the one under test, and orders with the largest numbers that there are. */
    void sendForged() throws InterruptedException {
        for (SaleId near : NEAR) {
            messages.store(order(near, 1));
        }
        messages.storeOrPark(order(FOREIGN, 1_000_000_000_000L));
        messages.storeOrPark(order(FOREIGN, Long.MAX_VALUE));
        messages.storeOrPark(
                new Order(ids.next(), FOREIGN, ++seq, null, "car", Integer.MAX_VALUE, Long.MAX_VALUE, clock.instant()));
        messages.storeOrPark(new Order(ids.next(), FOREIGN, ++seq, null, "car", 1, 0, Instant.EPOCH));
        messages.storeOrPark(
                new Order(ids.next(), FOREIGN, ++seq, null, "car", 1, 0, Instant.parse("9999-12-31T23:59:59.999Z")));
        for (String name : List.of("", " counter", "counter ", "{counter}", "c".repeat(65), "counter\\u0000")) {
            byte[] order = EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order(FOREIGN, 1)));
            parked(text(order)
                    .replace("\"" + FOREIGN + "\"", "\"" + name + "\"")
                    .getBytes(UTF_8));
        }
        send("none");
    }

    private Order order(SaleId sale, long place) {
        return new Order(ids.next(), sale, place, null, "car", 1, 0, clock.instant());
    }

    private static String text(byte[] order) {
        return new String(order, UTF_8);
    }

    private void parked(byte[] value) {
        messages.park(ids.next(), value);
    }

    private void parkedTwice(byte[] value) {
        OrderId key = ids.next();
        messages.park(key, value);
        messages.park(key, value);
    }

    private void send(String compression) throws InterruptedException {
        messages.send("a hostile", compression);
    }
}
