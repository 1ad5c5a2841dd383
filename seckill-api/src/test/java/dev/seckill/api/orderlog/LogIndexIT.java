package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.infra.testing.TopicsAnew;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first start of all: who asks what the log has is faster than who makes its topic. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class LogIndexIT {

    private final KafkaSettings settings;
    private final List<Duration> waited = new ArrayList<>();
    private static final long EPOCH = 1_700_000_000_000L;

    private KafkaOrderLog orderLog;
    private LogIndex index;

    LogIndexIT(ServerStack servers) {
        Duration wait = Duration.ofSeconds(20);
        settings = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "topic-" + UUID.randomUUID(),
                1,
                (short) 1,
                wait,
                wait,
                wait,
                wait,
                wait,
                Set.of());
    }

    @AfterEach
    void close() {
        if (index != null) {
            index.close();
        }
        if (orderLog != null) {
            orderLog.close();
        }
    }

    @Test
    void waitsForTheTopicThatIsBeingMadeAndWarnsOfNothing() {
        index = new LogIndex(settings, patience -> {
            waited.add(patience);
            orderLog = new KafkaOrderLog(settings);
            return orderLog.awaitTopic(patience);
        });

        List<String> said = LogLines.during(() -> index.readOn().join());

        assertThat(index.of(SaleId.DEFAULT)).isEqualTo(LoggedSeq.NONE);
        assertThat(waited).containsExactly(settings.requestTimeout());
        assertThat(said)
                .noneMatch(line -> line.contains("WARN"))
                .anyMatch(line -> line.contains("INFO") && line.contains("no topic yet, creating it"));
    }

    @Test
    void waitsOnceForATopicThatNobodyMakes() {
        index = new LogIndex(settings, patience -> !waited.add(patience));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> index.readOn().join())
                    .cause()
                    .isInstanceOf(OrderLogUnavailableException.class)
                    .hasMessage("order log - no topic " + settings.topic());
        }
        assertThat(waited).hasSize(1);
    }

    @Test
    void knowsHowFarEachSaleGotWhenItWasAsked() {
        orderLog = new KafkaOrderLog(settings);
        assertThat(orderLog.awaitTopic(settings.requestTimeout())).isTrue();
        index = new LogIndex(settings);
        append(restocked("one", 3), restocked("two", 8), restocked("one", 4));

        index.readOn().join();

        assertThat(index.of(new SaleId("one"))).isEqualTo(new LoggedSeq.Mark(4, 0, EPOCH, 5, true));
        assertThat(index.of(new SaleId("two"))).isEqualTo(new LoggedSeq.Mark(8, 0, EPOCH, 5, true));
        assertThat(index.of(new SaleId("three"))).isEqualTo(LoggedSeq.NONE);

        append(restocked("three", 1), restocked("two", 9));
        CompletableFuture<Void> first = index.readOn();
        CompletableFuture<Void> second = index.readOn();
        CompletableFuture.allOf(first, second).join();

        assertThat(index.of(new SaleId("one")).no()).isEqualTo(4);
        assertThat(index.of(new SaleId("two")).no()).isEqualTo(9);
        assertThat(index.of(new SaleId("three")).no()).isEqualTo(1);
    }

    @Test
    void readsAPartitionThatWasAddedSinceItReadLast() throws Exception {
        orderLog = new KafkaOrderLog(settings);
        assertThat(orderLog.awaitTopic(settings.requestTimeout())).isTrue();
        index = new LogIndex(settings);
        append(restocked("one", 3));
        index.readOn().join();

        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(settings.topic(), NewPartitions.increaseTo(40)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, settings.topic(), 40);
        }
        orderLog.close();
        orderLog = new KafkaOrderLog(settings); // which knows of all forty
        assertThat(orderLog.awaitTopic(settings.requestTimeout())).isTrue();
        List<String> sales =
                IntStream.range(0, 20).mapToObj(number -> "added-" + number).toList();
        sales.forEach(sale -> append(restocked(sale, 7)));
        index.readOn().join();

        assertThat(sales).allMatch(sale -> index.of(new SaleId(sale)).no() == 7);
        assertThat(index.of(new SaleId("one")).no()).isEqualTo(3);
    }

    @Test
    void goesOnReadingNoTopicThatWasMadeAnewThoughItIsLongerThanWhatWasRead() throws Exception {
        orderLog = new KafkaOrderLog(settings);
        assertThat(orderLog.awaitTopic(settings.requestTimeout())).isTrue();
        index = new LogIndex(settings);
        append(restocked("one", 3), restocked("one", 4));
        index.readOn().join();
        orderLog.close();

        try (Admin admin = admin()) {
            TopicsAnew.make(admin, settings.topic(), 1);
        }
        orderLog = new KafkaOrderLog(settings);
        assertThat(orderLog.awaitTopic(settings.requestTimeout())).isTrue();
        append(restocked("one", 8), restocked("one", 9), restocked("two", 1), restocked("two", 2));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> index.readOn().join())
                    .cause()
                    .isInstanceOf(OrderLogUnavailableException.class)
                    .hasMessageContaining("topic " + settings.topic() + " was made anew since it was read");
        }
        assertThat(index.of(new SaleId("one")).no()).isEqualTo(4);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
    }

    private static OutboxEntry restocked(String sale, long no) {
        return OutboxEntry.of(
                new SaleEvent.Restocked(new SaleId(sale), no, 5, 5, Instant.now(), "a test"),
                null,
                new OutboxEntry.Offer(5, EPOCH));
    }

    private void append(OutboxEntry... entries) {
        for (OutboxEntry entry : entries) {
            CompletableFuture<Void> logged = new CompletableFuture<>();
            orderLog.append(entry, new OrderLog.Acknowledgement() {
                @Override
                public void logged() {
                    logged.complete(null);
                }

                @Override
                public void failed(Exception reason) {
                    logged.completeExceptionally(reason);
                }
            });
            logged.join();
        }
    }
}
