package dev.seckill.api.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.TraceParent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** An order log that takes nothing. */
final class UnloggedOrdersTest {

    private static final int ORDERS = 50_000;
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void fiftyThousandOrdersThatTheLogDoesNotTakeGiveAHandfulOfLines() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        Instant begin = Instant.now();
        System.setErr(new PrintStream(said, true, UTF_8));
        try (OutboxDelivery delivery =
                new OutboxDelivery(new TakesNothing(), new OutboxDelivery.Settings(LONG, LONG, ORDERS))) {
            OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
            for (int seq = 1; seq <= ORDERS; seq++) {
                Order order = new Order(ids.next(), SaleId.DEFAULT, seq, null, "car", 1, ORDERS - seq, begin);
                delivery.deliver(
                        OutboxEntry.of(new SaleEvent.Accepted(seq, order), null, new OutboxEntry.Offer(ORDERS, 0)),
                        null);
            }
            assertThat(delivery.unlogged()).isEqualTo(ORDERS);
        } finally {
            System.setErr(before);
        }

        long seconds = Duration.between(begin, Instant.now()).toSeconds() + 2;
        assertThat(said.toString(UTF_8).lines().filter(line -> line.contains("did not take orders")))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo((int) (3 * seconds));
    }

    private static final class TakesNothing implements OrderLog {

        @Override
        public Bound trouble() {
            return null;
        }

        @Override
        public void append(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement) {
            acknowledgement.failed(new IllegalStateException("no leader"));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
