package dev.seckill.api.sale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutboxEntryTest {

    private static final Order ORDER = new Order(
            new OrderIdGenerator(Clock.systemUTC()).next(), SaleId.DEFAULT, 3, null, "car", 1, 97, Instant.now());

    private static final SaleEvent ACCEPTED = new SaleEvent.Accepted(4, ORDER);

    @Test
    void parse_readsBackWhatWasStored() {
        OutboxEntry entry = OutboxEntry.of(ACCEPTED, new IdempotencyKey("k-1"), new OutboxEntry.Offer(100, 0));

        OutboxEntry read = OutboxEntry.parse(entry.bytes());

        assertThat(read.event()).isEqualTo(ACCEPTED);
        assertThat(read.order()).isEqualTo(ORDER);
        assertThat(read.key()).isEqualTo(new IdempotencyKey("k-1"));
        assertThat(read.offer()).isEqualTo(new OutboxEntry.Offer(100, 0));
        assertThat(read.message()).isEqualTo(EventCodec.encode(ACCEPTED));
    }

    @Test
    void parse_readsAnEntryWithoutKeyOfASaleThatWasRebuilt() {
        OutboxEntry read = OutboxEntry.parse(
                OutboxEntry.of(ACCEPTED, null, new OutboxEntry.Offer(100, 7)).bytes());

        assertThat(read.key()).isNull();
        assertThat(read.offer()).isEqualTo(new OutboxEntry.Offer(100, 7));
        assertThat(EventCodec.decode(read.message())).isEqualTo(ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "100\n{}", "100 key", "many key\n{}", "100 key\n{}", "100@ key\n{}"})
    void parse_refusesWhatIsNoEntry(String bytes) {
        assertThatThrownBy(() -> OutboxEntry.parse(bytes.getBytes(UTF_8))).isInstanceOf(RuntimeException.class);
    }
}
