package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.sale.Journal;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.OutboxEntry.Offer;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The order log and Kafka's own producer for tests, which acknowledges when it is told to. */
final class KafkaOrderLogTest {

    private static final Duration SEND_WAIT = Duration.ofMillis(500);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final KafkaSettings SETTINGS =
            new KafkaSettings("127.0.0.1:1", "CAR_NUMBER", 1, (short) 1, SEND_WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

    private final AtomicLong nanos = new AtomicLong();
    private final KafkaOrderLog log = new KafkaOrderLog(SETTINGS, () -> producer, nanos::get);
    private final List<String> heard = new ArrayList<>();

    @Test
    void takesNothingBeforeTheTopicWasSeen() {
        append(entry(null, 0));

        assertThat(log.isReady()).isFalse();
        assertThat(heard).containsExactly("failed: order log - not reached yet");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void anOrderIsLoggedOnceKafkaHasAcknowledgedIt() {
        log.open();
        append(entry(null, 0));
        assertThat(heard).isEmpty();

        producer.completeNext();

        assertThat(heard).containsExactly("logged");
    }

    @Test
    void producerThatWillNeverSendAgainGetsASuccessor() {
        MockProducer<byte[], byte[]> second =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        Iterator<Producer<byte[], byte[]>> producers =
                List.<Producer<byte[], byte[]>>of(producer, second).iterator();
        try (KafkaOrderLog replaced = new KafkaOrderLog(SETTINGS, producers::next, nanos::get)) {
            replaced.open();
            producer.sendException =
                    new KafkaException("in an error state", new SaslAuthenticationException("Authentication failed"));

            await().until(() -> {
                CompletableFuture<Boolean> logged = new CompletableFuture<>();
                replaced.append(entry(null, 0), new OrderLog.Acknowledgement() {
                    @Override
                    public void logged() {
                        logged.complete(true);
                    }

                    @Override
                    public void failed(Exception cause) {
                        logged.complete(false);
                    }
                });
                return logged.join();
            });

            assertThat(second.history()).isNotEmpty();
            await().until(producer::closed);
        }
    }

    @Test
    void theMessageIsTheOrderUnderItsIdWithWhatTheSaleWasLike() {
        log.open();
        OutboxEntry plain = entry(null, 0);
        append(plain);
        append(entry(new IdempotencyKey("k-1"), 1000));

        ProducerRecord<byte[], byte[]> first = producer.history().get(0);
        assertThat(first.topic()).isEqualTo("CAR_NUMBER");
        assertThat(first.key()).isEqualTo(plain.order().orderId().toString().getBytes(US_ASCII));
        assertThat(first.value()).isEqualTo(plain.message());
        assertThat(headers(first)).containsExactly("allotment=120");
        assertThat(headers(producer.history().get(1)))
                .containsExactly("allotment=120", "epoch=1000", "idempotency-key=k-1");
    }

    @Test
    void whatBecomesOfAnOrderStandsUnderTheIdOfTheOrder() {
        log.open();
        Journal journal = new Journal(SaleId.DEFAULT).restocked(5, null).bought(1, "ann", null);
        journal.released(1, SaleEvent.Released.Reason.CANCELLED);

        journal.entries().forEach(this::append);

        assertThat(producer.history())
                .extracting(message -> new String(message.key(), US_ASCII))
                .containsExactly(
                        SaleId.DEFAULT.value(),
                        journal.order(1).orderId().toString(),
                        journal.order(1).orderId().toString());
    }

    @Test
    void whatKafkaGivesUpHasFailed() {
        log.open();
        append(entry(null, 0));
        producer.errorNext(new RecordTooLargeException("too large"));
        producer.sendException = new IllegalStateException("closed");
        append(entry(null, 0));

        assertThat(heard).containsExactly("failed: too large", "failed: closed");
    }

    @Test
    void aSendThatWaitedInVainLetsTheNextOnesFailAtOnceForAWhile() {
        log.open();
        append(entry(null, 0));
        producer.errorNext(new TimeoutException("no room")); // as the thread that sends is told
        append(entry(null, 0));
        assertThat(producer.history()).hasSize(1);
        assertThat(heard).containsExactly("failed: no room", "failed: order log - no room or no leader a moment ago");

        nanos.addAndGet(SEND_WAIT.multipliedBy(4).toNanos());
        append(entry(null, 0));

        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void anOrderThatKafkaTimedOutLaterHoldsUpNoOther() {
        log.open();
        append(entry(null, 0));
        CompletableFuture.runAsync(() -> producer.errorNext(new TimeoutException("too late")))
                .join();
        append(entry(null, 0));

        assertThat(heard).containsExactly("failed: too late");
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void aProducerThatCannotSeeTheTopicIsGivenUp() {
        producer.partitionsForException = new TimeoutException("no metadata");

        assertThatThrownBy(log::open).isSameAs(producer.partitionsForException);

        assertThat(producer.closed()).isTrue();
        append(entry(null, 0));
        assertThat(heard).containsExactly("failed: order log - not reached yet");
    }

    @Test
    void closingItClosesTheProducer() {
        log.open();

        log.close();

        assertThat(producer.closed()).isTrue();
    }

    private void append(OutboxEntry entry) {
        log.append(entry, new OrderLog.Acknowledgement() {
            @Override
            public void logged() {
                heard.add("logged");
            }

            @Override
            public void failed(Exception reason) {
                heard.add("failed: " + reason.getMessage());
            }
        });
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> sent) {
        return StreamSupport.stream(sent.headers().spliterator(), false)
                .map(header -> header.key() + "=" + new String(header.value(), US_ASCII))
                .sorted()
                .toList();
    }

    private static OutboxEntry entry(IdempotencyKey key, long epoch) {
        Order order = new Order(
                new OrderIdGenerator(Clock.systemUTC()).next(), SaleId.DEFAULT, 3, null, "car", 1, 97, Instant.now());
        return OutboxEntry.of(new SaleEvent.Accepted(3, order), key, new Offer(120, epoch));
    }
}
