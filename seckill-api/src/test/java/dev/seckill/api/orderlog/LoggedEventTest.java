package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.OutboxEntry.Offer;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class LoggedEventTest {

    private static final Order ORDER = new Order(
            new OrderIdGenerator(Clock.systemUTC()).next(), SaleId.DEFAULT, 3, null, "car", 1, 97, Instant.now());

    private static final SaleEvent.Accepted ACCEPTED = new SaleEvent.Accepted(4, ORDER);

    private static final LogPosition POSITION = new LogPosition("LOG", 0, 0);

    private final List<String> unusable = new ArrayList<>();
    private final ConsumerRecord<byte[], byte[]> message =
            new ConsumerRecord<>("LOG", 0, 0, null, EventCodec.encode(ACCEPTED));

    @Test
    void readsWhatTheHeadersSay() {
        header("idempotency-key", "k-1");
        header("allotment", "120");
        header("epoch", "1000");

        assertThat(LoggedEvent.of(message, unusable::add))
                .isEqualTo(new LoggedEvent(ACCEPTED, new IdempotencyKey("k-1"), new Offer(120, 1000), POSITION));
    }

    @Test
    void takesAMessageWithoutHeadersForAnOrderOfASaleThatWasNeverRebuilt() {
        assertThat(LoggedEvent.of(message, unusable::add))
                .isEqualTo(new LoggedEvent(ACCEPTED, null, new Offer(0, 0), POSITION));
    }

    @Test
    void isNotStoppedByHeadersThatSomebodyElseWrote() {
        header("idempotency-key", "two words");
        header("allotment", "");
        header("epoch", "yesterday");
        message.headers().add("other", null);

        assertThat(LoggedEvent.of(message, unusable::add))
                .isEqualTo(new LoggedEvent(ACCEPTED, null, new Offer(0, 0), POSITION));
        assertThat(unusable).containsExactly("idempotency-key", "allotment", "epoch");
    }

    @Test
    void isNotStoppedByHeadersWithoutAValue() {
        for (String name : new String[] {"idempotency-key", "allotment", "epoch"}) {
            message.headers().add(name, null);
        }

        assertThat(LoggedEvent.of(message, unusable::add))
                .isEqualTo(new LoggedEvent(ACCEPTED, null, new Offer(0, 0), POSITION));
    }

    @Test
    void takesNoTimeAfterTheYear9999ForAnEpoch() {
        header("epoch", "999999999999999999");

        assertThat(LoggedEvent.of(message, unusable::add).offer().epoch()).isZero();
    }

    private void header(String name, String value) {
        message.headers().add(name, value.getBytes(US_ASCII));
    }
}
