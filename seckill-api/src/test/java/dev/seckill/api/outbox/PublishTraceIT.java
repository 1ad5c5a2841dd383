package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.testing.TraceCollector;
import dev.seckill.infra.testing.TraceCollector.TakenSpan;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.SpanRole;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.model.trace.TraceSpan;
import dev.seckill.model.trace.Traces;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a collector is shown of an event on its way to the order log. */
@Timeout(60)
final class PublishTraceIT {

    private static final OutboxEntry ENTRY = OutboxEntry.of(
            new SaleEvent.Restocked(SaleId.DEFAULT, 1, 5, 5, Instant.EPOCH, SaleEvent.Restocked.BY_HAND),
            null,
            new OutboxEntry.Offer(5, 0));

    private final FakeOrderLog log = new FakeOrderLog();

    @Test
    void oneThatTheLogTakesAtOnceIsOneSpan() {
        List<TakenSpan> spans = spans(delivery -> log.sent(0).acknowledgement().logged());

        assertThat(spans).singleElement().satisfies(publish -> {
            assertThat(publish.name()).isEqualTo("publish");
            assertThat(publish.failed()).isFalse();
            assertThat(publish.attributes()).containsEntry("seckill.logged", "true");
        });
    }

    @Test
    void oneThatTheLogRefusesIsLeftInTheOutbox_whichIsNoFailure() {
        List<TakenSpan> spans = spans(delivery -> refuse(0, "timed out"));

        assertThat(spans).singleElement().satisfies(publish -> {
            assertThat(publish.name()).isEqualTo("publish");
            assertThat(publish.failed()).isFalse();
            assertThat(publish.attributes())
                    .containsEntry("seckill.logged", "false")
                    .containsEntry("seckill.refusal", "timed out");
        });
    }

    @Test
    void oneThatTheRelayDeliversHasASpanForThat_howeverOftenItTried() {
        List<TakenSpan> spans = spans(delivery -> {
            refuse(0, "timed out");
            delivery.redeliver(ENTRY);
            refuse(1, "away");
            delivery.redeliver(ENTRY);
            log.sent(2).acknowledgement().logged();
        });

        assertThat(spans).hasSize(2).noneMatch(TakenSpan::failed);
        TakenSpan publish = spans.get(0);
        TakenSpan republish = spans.get(1);
        assertThat(publish.attributes()).containsEntry("seckill.refusal", "timed out");
        assertThat(republish.name()).isEqualTo("republish");
        assertThat(republish.traceId()).isEqualTo(publish.traceId());
        assertThat(republish.parentId()).isEqualTo(publish.parentId());
        assertThat(republish.startNanos()).isGreaterThanOrEqualTo(publish.endNanos());
        assertThat(republish.attributes())
                .containsEntry("seckill.logged", "true")
                .containsEntry("seckill.resent", "2");
        assertThat(log.sent(2).trace().spanId()).isEqualTo(republish.spanId());
    }

    @Test
    void oneThatTheRelayHasNotDeliveredHasNoSpanForThat() {
        List<TakenSpan> spans = spans(delivery -> {
            refuse(0, "timed out");
            delivery.redeliver(ENTRY);
            refuse(1, "away");
        });

        assertThat(spans).extracting(TakenSpan::name).containsExactly("publish");
    }

    @Test
    void oneThatTheSaleWasRebuiltWithoutHasFailed() {
        List<TakenSpan> spans = spans(delivery -> {
            refuse(0, "timed out");
            delivery.forget(ENTRY.id());
        });

        assertThat(spans).extracting(TakenSpan::name).containsExactly("publish", "republish");
        assertThat(spans).extracting(TakenSpan::failed).containsExactly(false, true);
        assertThat(spans.get(1).attributes()).containsEntry("seckill.logged", "false");
    }

    private void refuse(int sent, String reason) {
        log.sent(sent).acknowledgement().failed(new IllegalStateException(reason));
    }

    /** The spans that have ended below that of the request, in that order. */
    private List<TakenSpan> spans(Consumer<OutboxDelivery> fate) {
        try (TraceCollector collector = TraceCollector.start()) {
            TraceExport export = new TraceExport(URI.create(collector.endpoint()), null, 100, Duration.ofSeconds(30));
            OutboxDelivery.Settings settings = new OutboxDelivery.Settings(Duration.ofHours(1), Duration.ofHours(1), 3);
            try (Traces traces = Traces.open(export, "api", "1", (spans, reason) -> {});
                    OutboxDelivery delivery = new OutboxDelivery(log, settings)) {
                delivery.deliver(ENTRY, new Traced(traces.begin(SpanRole.SERVER, "restock", null, System.nanoTime())));
                fate.accept(delivery);
            }
            return collector.spans();
        }
    }

    /** Waits for nothing. */
    private record Traced(TraceSpan trace) implements OrderDelivery.Listener {

        @Override
        public void logged() {}

        @Override
        public void pending() {}
    }
}
