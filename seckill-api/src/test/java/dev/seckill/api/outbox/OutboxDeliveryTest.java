package dev.seckill.api.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.SpanRole;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.model.trace.TraceSpan;
import dev.seckill.model.trace.Traces;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OutboxDeliveryTest {

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final FakeOrderLog log = new FakeOrderLog();
    private OutboxDelivery delivery =
            new OutboxDelivery(log, new OutboxDelivery.Settings(Duration.ofHours(1), Duration.ofHours(1), 3));

    @AfterEach
    void close() {
        delivery.close();
    }

    private void shortWait() {
        delivery.close();
        delivery = new OutboxDelivery(log, new OutboxDelivery.Settings(Duration.ofMillis(1), Duration.ofMillis(1), 3));
    }

    @Test
    void deliver_tellsTheListenerWhenTheLogAcknowledges() {
        Listener listener = new Listener();
        OutboxEntry entry = entry();

        delivery.deliver(entry, listener);
        assertThat(listener.logged).hasValue(0);
        log.sent(0).acknowledgement().logged();

        assertThat(listener.logged).hasValue(1);
        assertThat(listener.pending).hasValue(0);
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).containsExactly(entry.id());
        assertThat(delivery.unlogged()).isZero();
    }

    @Test
    void deliver_tellsOfThousandsOfFailedOrdersInAFewLines() {
        OutboxEntry entry = entry();
        delivery.deliver(entry, null);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            for (int i = 0; i < 50_000; i++) {
                log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
            }
        } finally {
            System.setErr(stderr);
        }

        // Three a second at most, and the test has 30.
        assertThat(said.toString(UTF_8).lines().filter(line -> line.contains("order log - did not take")))
                .hasSizeBetween(1, 93);
    }

    @Test
    void deliver_tellsThePendingAfterThePublishWaitAndRefusesMoreUntilAcknowledged() {
        shortWait();
        Listener listener = new Listener();

        delivery.deliver(entry(), listener);

        await().until(() -> listener.pending.get() == 1);
        await().until(() -> delivery.refusal() != null);
        assertThat(delivery.refusal()).contains("does not acknowledge");
        log.sent(0).acknowledgement().logged();
        assertThat(delivery.refusal()).isNull();
        assertThat(listener.logged).hasValue(0);
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).hasSize(1);
    }

    @Test
    void refusal_doesNotPunishALogThatIsOnlySlow() {
        Listener slow = new Listener();
        delivery.close();
        delivery = new OutboxDelivery(log, new OutboxDelivery.Settings(Duration.ofMillis(1), Duration.ofHours(1), 3));
        delivery.deliver(entry(), slow);

        await().until(() -> slow.pending.get() == 1);

        assertThat(delivery.refusal()).isNull();
    }

    @Test
    void refusal_isNotForAnEventThatNoReplyDependsOnAndThatTheRelayHasToSend() {
        shortWait();
        Listener listener = new Listener();
        delivery.deliver(restock(SaleId.DEFAULT, 0), null);
        log.sent(0).acknowledgement().failed(new IllegalStateException("not reachable yet"));

        delivery.deliver(entry(), listener);
        await().until(() -> listener.pending.get() == 1); // by then the log is silent for that one
        log.sent(1).acknowledgement().failed(new IllegalStateException("timed out"));
        delivery.forget(log.sent(1).entry().id());

        assertThat(delivery.unlogged()).isEqualTo(1);
        assertThat(delivery.refusal()).isNull();
    }

    @Test
    void refusal_saysSoWhenTooManyAreUnlogged() {
        for (int i = 0; i < 3; i++) {
            assertThat(delivery.refusal()).isNull();
            delivery.deliver(entry(), new Listener());
        }

        assertThat(delivery.refusal()).contains("Too many");
    }

    @Test
    void refusal_saysSoWhenTheLogIsNotReady() {
        log.ready(false);

        assertThat(delivery.refusal()).contains("cannot be reached");
    }

    @Test
    void aTracedOrderTakesItsTraceToTheLog_againAfterAFailure_andOthersNone() {
        TraceExport export = new TraceExport(URI.create("http://127.0.0.1:1"), null, 10, Duration.ofMillis(1));
        try (Traces traces = Traces.open(export, "test", "1", (spans, reason) -> {})) {
            TraceSpan request = traces.begin(SpanRole.SERVER, "purchase", null, System.nanoTime());
            OutboxEntry traced = entry();
            delivery.deliver(traced, new Listener(request));
            delivery.deliver(entry(), new Listener());
            delivery.redeliver(entry()); // left behind by another instance
            log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
            delivery.redeliver(traced);
            log.sent(3).acknowledgement().failed(new IllegalStateException("timed out"));
            delivery.redeliver(traced);

            assertThat(log.sent(0).trace().traceId()).isEqualTo(request.traceId());
            assertThat(log.sent(0).trace().sampled()).isTrue();
            assertThat(log.sent(0).trace().spanId())
                    .isNotEqualTo(request.context().spanId());
            assertThat(log.sent(1).trace()).isNull();
            assertThat(log.sent(2).trace()).isNull();
            assertThat(log.sent(3).trace().traceId()).isEqualTo(request.traceId());
            assertThat(log.sent(3).trace().spanId())
                    .isNotIn(request.context().spanId(), log.sent(0).trace().spanId());
            assertThat(log.sent(4).trace()).isEqualTo(log.sent(3).trace());
        }
    }

    @Test
    void redeliver_sendsAgainWhatFailedButNotWhatIsUnderWayOrLogged() {
        OutboxEntry failed = entry();
        OutboxEntry underWay = entry();
        OutboxEntry logged = entry();
        List.of(failed, underWay, logged).forEach(entry -> delivery.deliver(entry, new Listener()));
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
        log.sent(2).acknowledgement().logged();

        List.of(failed, underWay, logged).forEach(delivery::redeliver);

        assertThat(log.count()).isEqualTo(4);
        assertThat(log.sent(3).entry()).isSameAs(failed);
        log.sent(3).acknowledgement().logged();
        assertThat(delivery.failed()).isEmpty();
    }

    @Test
    void redeliver_sendsWhatAnotherInstanceLeftBehind() {
        OutboxEntry entry = entry();

        delivery.redeliver(entry);
        delivery.redeliver(entry);
        log.sent(0).acknowledgement().logged();

        assertThat(log.count()).isEqualTo(1);
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).containsExactly(entry.id());
    }

    @Test
    void forget_opensTheDeliveryAgain() {
        OutboxEntry entry = entry();
        delivery.deliver(entry, new Listener());
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));
        assertThat(delivery.failed()).containsExactly(entry);

        delivery.forget(entry.id());

        assertThat(delivery.refusal()).isNull();
        assertThat(delivery.unlogged()).isZero();
        assertThat(delivery.failed()).isEmpty();
    }

    @Test
    void join_hearsHowFarAnOrderGot() {
        OutboxEntry entry = entry();
        EventId orderId = entry.id();
        Listener before = new Listener();
        Listener after = new Listener();
        delivery.deliver(entry, new Listener());

        assertThat(delivery.join(orderId, before)).isTrue();
        assertThat(before.logged).hasValue(0);
        log.sent(0).acknowledgement().logged();
        assertThat(delivery.join(orderId, after)).isTrue();

        assertThat(before.logged).hasValue(1);
        assertThat(after.logged).hasValue(1);
        delivery.settled(delivery.takeLogged(SaleId.DEFAULT, 10));
        assertThat(delivery.join(orderId, new Listener())).isFalse();
    }

    @Test
    void takeLogged_keepsItsBoundAndGivesBackWhatWasNotSettled() {
        for (int i = 0; i < 3; i++) {
            delivery.deliver(entry(), new Listener());
            log.sent(i).acknowledgement().logged();
        }

        List<EventId> taken = delivery.takeLogged(SaleId.DEFAULT, 2);
        assertThat(taken).hasSize(2);
        delivery.notSettled(taken);

        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).hasSize(3).containsAll(taken);
    }

    @Test
    void deliver_countsWhatItReplacesAsGivenUp() {
        Listener first = new Listener();
        OutboxEntry entry = restock(SaleId.DEFAULT, 0);
        delivery.deliver(entry, first);
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));

        delivery.deliver(entry, new Listener());

        assertThat(delivery.unlogged()).isEqualTo(1);
        assertThat(first.pending).hasValue(1);
        log.sent(1).acknowledgement().logged();
        assertThat(delivery.unlogged()).isZero();
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).containsExactly(entry.id());
    }

    @Test
    void deliver_settlesNothingForAnAcknowledgementOfWhatWasReplacedWhileItWasSent() {
        Listener replaced = new Listener();
        Listener replacing = new Listener();
        OutboxEntry entry = restock(SaleId.DEFAULT, 0);
        delivery.deliver(entry, replaced);
        delivery.deliver(entry, replacing);

        log.sent(0).acknowledgement().logged();

        assertThat(replaced.pending).hasValue(1);
        assertThat(replaced.logged).hasValue(0);
        assertThat(replacing.logged).hasValue(0);
        assertThat(delivery.unlogged()).isEqualTo(1);
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).isEmpty();
        log.sent(1).acknowledgement().logged();
        assertThat(replacing.logged).hasValue(1);
        assertThat(delivery.unlogged()).isZero();
    }

    @Test
    void settled_keepsWhatIsOnItsWayAgain() {
        OutboxEntry entry = restock(SaleId.DEFAULT, 0);
        delivery.deliver(entry, null);
        log.sent(0).acknowledgement().logged();
        List<EventId> taken = delivery.takeLogged(SaleId.DEFAULT, 10);
        delivery.deliver(entry, null);

        delivery.settled(taken);
        log.sent(1).acknowledgement().failed(new IllegalStateException("timed out"));

        assertThat(delivery.failed()).containsExactly(entry);
    }

    @Test
    void deliver_tellsApartTheSameNumberOfTwoLivesAndOfTwoSales() {
        SaleId other = new SaleId("other");
        List<OutboxEntry> entries = List.of(restock(SaleId.DEFAULT, 0), restock(SaleId.DEFAULT, 1), restock(other, 0));
        entries.forEach(entry -> delivery.deliver(entry, null));
        log.sent(0).acknowledgement().failed(new IllegalStateException("timed out"));

        log.sent(1).acknowledgement().logged();
        log.sent(2).acknowledgement().logged();

        assertThat(delivery.unlogged()).isEqualTo(1);
        assertThat(delivery.failed()).containsExactly(entries.get(0));
        assertThat(delivery.salesToSettle()).containsExactlyInAnyOrder(SaleId.DEFAULT, other);
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10))
                .containsExactly(entries.get(1).id());
        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).isEmpty();
        assertThat(delivery.salesToSettle()).containsExactly(other);
        assertThat(delivery.takeLogged(other, 10))
                .containsExactly(entries.get(2).id());
        assertThat(delivery.salesToSettle()).isEmpty();
    }

    @Test
    void isBusyWithASaleUntilItsEventsHaveLeftTheOutbox() {
        OutboxEntry settled = entry();
        OutboxEntry forgotten = entry();
        assertThat(delivery.isBusyWith(SaleId.DEFAULT)).isFalse();

        delivery.deliver(settled, null);
        delivery.deliver(settled, null); // the same again, as after a loss of data
        delivery.deliver(forgotten, null);
        log.sent(1).acknowledgement().logged();
        log.sent(2).acknowledgement().failed(new IllegalStateException("timed out"));
        assertThat(delivery.isBusyWith(SaleId.DEFAULT)).isTrue();
        assertThat(delivery.isBusyWith(new SaleId("other"))).isFalse();

        delivery.settled(delivery.takeLogged(SaleId.DEFAULT, 10));
        assertThat(delivery.isBusyWith(SaleId.DEFAULT)).isTrue();

        delivery.forget(forgotten.id());
        assertThat(delivery.isBusyWith(SaleId.DEFAULT)).isFalse();
    }

    @Test
    void close_tellsThoseWhoWaitThatDeliveryIsPending() {
        Listener listener = new Listener();
        delivery.deliver(entry(), listener);

        delivery.close();

        assertThat(listener.pending).hasValue(1);
    }

    private static OutboxEntry restock(SaleId sale, long epoch) {
        return OutboxEntry.of(
                new SaleEvent.Restocked(sale, 1, 5, 5, Instant.EPOCH, SaleEvent.Restocked.BY_HAND),
                null,
                new OutboxEntry.Offer(5, epoch));
    }

    private OutboxEntry entry() {
        return OutboxEntry.of(
                new SaleEvent.Accepted(2, new Order(ids.next(), SaleId.DEFAULT, 1, null, "car", 1, 99, Instant.now())),
                null,
                new OutboxEntry.Offer(100, 0));
    }

    private static final class Listener implements OrderDelivery.Listener {
        private final AtomicInteger logged = new AtomicInteger();
        private final AtomicInteger pending = new AtomicInteger();
        private final TraceSpan trace;

        Listener() {
            this(null);
        }

        Listener(TraceSpan trace) {
            this.trace = trace;
        }

        @Override
        public TraceSpan trace() {
            return trace;
        }

        @Override
        public void logged() {
            logged.incrementAndGet();
        }

        @Override
        public void pending() {
            pending.incrementAndGet();
        }
    }
}
