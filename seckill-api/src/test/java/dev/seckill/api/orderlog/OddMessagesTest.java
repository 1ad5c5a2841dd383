package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
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

final class OddMessagesTest {

    private static final byte[] ORDER = EventCodec.encode(new SaleEvent.Accepted(
            3,
            new Order(
                    new OrderIdGenerator(Clock.systemUTC()).next(),
                    SaleId.DEFAULT,
                    3,
                    null,
                    "car",
                    1,
                    97,
                    Instant.now())));

    private final OddMessages odd = new OddMessages();
    private final List<LoggedEvent> orders = new ArrayList<>();

    @Test
    void tellsOfThousandsThatAreNoOrdersInAFewLinesAndForgetsNone() {
        List<String> said = LogLines.during(() -> {
            for (int offset = 0; offset < 50_000; offset++) {
                odd.read(message(offset, "no order".getBytes(UTF_8)), orders::add);
            }
            odd.tellRest();
        });

        assertThat(orders).isEmpty();
        assertThat(said)
                .first()
                .asString()
                .contains("skipped messages that are no orders (messages=1, last=LOG-0@0, reason=");
        // Three a second at most, and the test has 30.
        assertThat(said).hasSizeBetween(4, 93);
        assertThat(said.stream().mapToLong(OddMessagesTest::messages).sum()).isEqualTo(50_000);
    }

    @Test
    void tellsOfThousandsOfUnusableHeadersInAFewLines() {
        List<String> said = LogLines.during(() -> {
            for (int offset = 0; offset < 50_000; offset++) {
                ConsumerRecord<byte[], byte[]> message = message(offset, ORDER);
                message.headers().add("epoch", "x\ny\u009b".getBytes(UTF_8));
                odd.read(message, orders::add);
            }
            odd.tellRest();
        });

        assertThat(orders).hasSize(50_000);
        assertThat(said).hasSizeBetween(4, 93).allMatch(line -> line.contains("unusable headers"));
        assertThat(said).first().asString().contains("(headers=1, last=epoch at LOG-0@0)");
    }

    @Test
    void whatAMessageSaysCannotForgeALine() {
        byte[] hostile = "\u0085x\u009b2J\u202e\r\n[ERROR] sold out".getBytes(UTF_8);

        List<String> said = LogLines.during(() -> odd.read(message(0, hostile), orders::add));

        assertThat(said).hasSize(1).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
        assertThat(said.get(0)).doesNotContain("\u202e");
    }

    @Test
    void tellsNothingOfWhatIsReadAgain() {
        List<String> said =
                LogLines.during(() -> OddMessages.readAgain(message(0, "no order".getBytes(UTF_8)), orders::add));

        assertThat(said).isEmpty();
        assertThat(orders).isEmpty();
    }

    @Test
    void anEventThatIsNoOrderIsNoOddMessage() {
        byte[] restocked =
                EventCodec.encode(new SaleEvent.Restocked(SaleId.DEFAULT, 1, 100, 100, Instant.now(), "by hand"));

        List<String> said = LogLines.during(() -> {
            odd.read(message(0, restocked), orders::add);
            odd.tellRest();
        });

        assertThat(said).isEmpty();
        assertThat(orders).extracting(LoggedEvent::order).containsExactly((Order) null);
    }

    private static ConsumerRecord<byte[], byte[]> message(long offset, byte[] value) {
        return new ConsumerRecord<>("LOG", 0, offset, null, value);
    }

    private static long messages(String line) {
        return Long.parseLong(line.replaceFirst(".*messages=(\\d+).*", "$1"));
    }
}
