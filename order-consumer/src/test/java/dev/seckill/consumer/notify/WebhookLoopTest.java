package dev.seckill.consumer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.loop.LogIdentity;
import dev.seckill.consumer.loop.OffsetCommits;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.LogPosition;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.Traces;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a log in memory, with time that stands still. */
@Timeout(20)
final class WebhookLoopTest {

    private static final TopicPartition P0 = new TopicPartition("LOG", 0);
    private static final TopicPartition P1 = new TopicPartition("LOG", 1);
    private static final TopicPartition AGAIN = new TopicPartition("LOG.WEBHOOKS", 0);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final int BACKLOG = 6;
    private static final int AHEAD = 4;

    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration wait) {
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration wait) {
            if (kafkaIsAway) {
                throw new TimeoutException("no answer");
            }
            return super.endOffsets(partitions, wait);
        }

        @Override
        public synchronized OptionalLong currentLag(TopicPartition partition) {
            return lagIsOld ? OptionalLong.of(0) : super.currentLag(partition);
        }
    };
    private final ConsumerMetrics metrics = new ConsumerMetrics();
    private final Lanes lanes = new Lanes(() -> 0);
    private final TestEvents events = new TestEvents("cars");
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final List<SaleWatch> known = new ArrayList<>();
    private boolean notesAreAway;
    private boolean kafkaIsAway;
    private boolean lagIsOld;
    private String logId = "one";
    private Instant now = NOW;
    private WebhookLoop loop;

    @BeforeEach
    void start() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        SaleHours hours = new SaleHours(consumer, this::notes, "LOG", clock);
        LogIdentity identity = new LogIdentity(consumer, "LOG", () -> logId, Duration.ofSeconds(1));
        loop = new WebhookLoop(
                consumer,
                lanes,
                identity,
                new OffsetCommits(consumer, identity, Duration.ofSeconds(1), metrics),
                hours,
                new WebhookIntake(
                        "LOG",
                        lanes,
                        hours,
                        new LookBack(consumer),
                        new EarlyEvents(() -> 0),
                        metrics.webhooks(),
                        Traces.OFF),
                metrics.webhooks(),
                settings(),
                clock);
        loop.subscribe();
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L, AGAIN, 0L));
        consumer.updateEndOffsets(Map.of(P0, 0L, P1, 0L, AGAIN, 0L));
        assign(P0, P1, AGAIN);
        loop.turn(); // asks for the notes
    }

    @Test
    void offsetsAreCommittedAsFarAsEverythingBeforeIsOver() {
        events.restocked(100);
        log(P0, events.accepted(), events.accepted(), events.restocked(3), events.accepted());
        turn();
        List<Delivery> taken = take(3);

        lanesOver(taken.get(1));
        assertThat(committed(P0)).isZero();
        lanesOver(taken.get(0));
        assertThat(committed(P0)).isEqualTo(3); // what asks for nothing is passed
        lanesOver(taken.get(2));
        assertThat(committed(P0)).isEqualTo(4);
    }

    @Test
    void whatIsNoEventIsSkippedAndCounted() {
        log(P0, new byte[] {'?'});
        log(AGAIN, new byte[] {'?'});
        turn();

        assertThat(lanes.waiting()).isZero();
        assertThat(committed(P0)).isOne();
        assertThat(committed(AGAIN)).isOne();
        assertThat(metrics.value("consumer.webhooks.skipped")).isEqualTo(2);
    }

    @Test
    void whatComesAfterItsNumberWasGivenUpIsNotTold() {
        SaleEvent first = events.restocked(100);
        SaleEvent late = events.accepted();
        log(P0, first, events.recovered(100, new NumberRange(2, 2)));
        turn();
        log(P1, late, events.accepted());
        turn();

        assertThat(take(1)).extracting(delivery -> delivery.webhook().id()).containsExactly("cars:4");
        assertThat(lanes.waiting()).isOne();
        assertThat(metrics.value("consumer.webhooks.skipped")).isOne();
    }

    @Test
    void whatWasGivenUpShortlyBeforeTheGroupsPositionIsKnownAfterAStart() {
        SaleEvent first = events.restocked(100);
        SaleEvent late = events.accepted();
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(2)));
        consumer.updateEndOffsets(Map.of(P0, 2L));
        assign(P1, AGAIN);
        assign(P0, P1, AGAIN);
        loop.turn();
        log(P0, first, events.recovered(100, new NumberRange(2, 2)));
        turn();
        log(P1, late, events.accepted());
        turn();

        assertThat(take(1)).extracting(delivery -> delivery.webhook().id()).containsExactly("cars:4");
        assertThat(metrics.value("consumer.webhooks.skipped")).isOne();
    }

    @Test
    void aLogThatWasMadeAnewIsToldFromItsBeginning() {
        events.restocked(100);
        log(P0, events.accepted(), events.accepted(), events.accepted());
        turn();
        take(3).forEach(this::lanesOver);
        assertThat(committed(P0)).isEqualTo(3);

        logId = "two"; // and it is longer already than what was read
        turn();
        next.put(P0, 0L);
        log(P0, events.accepted(), events.accepted(), events.accepted(), events.accepted());
        turn();
        turn();

        take(4).forEach(this::lanesOver);
        assertThat(committed(P0)).isEqualTo(4);
    }

    @Test
    void nothingIsReadWhileTooManyWait() {
        events.restocked(100);
        for (int i = 0; i < BACKLOG; i++) {
            log(i % 2 == 0 ? P0 : P1, events.accepted());
        }
        turn();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1, AGAIN);

        lanesOver(take(1).get(0));
        turn();
        assertThat(consumer.paused()).as("not before half of them are over").hasSize(3);

        take(2).forEach(this::lanesOver);
        turn();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void aPartitionIsNotReadTooFarPastOneThatWaits() {
        events.restocked(100);
        log(P0, events.accepted());
        turn();
        Delivery stuck = take(1).get(0);
        for (int i = 1; i < AHEAD; i++) {
            log(P0, events.accepted());
            turn();
            take(1).forEach(this::lanesOver);
        }
        turn();
        assertThat(consumer.paused()).containsExactly(P0);
        assertThat(committed(P0)).isZero();

        lanesOver(stuck);
        turn();
        assertThat(consumer.paused()).isEmpty();
        assertThat(committed(P0)).isEqualTo(AHEAD);
    }

    @Test
    void whatBelongsToAPartitionThatWentIsDroppedAndWhatIsOverIsCommittedBefore() {
        events.restocked(100);
        log(P0, events.accepted(), events.accepted());
        log(P1, events.accepted());
        turn();
        take(1).forEach(delivery -> {
            delivery.over();
            lanes.over(delivery);
        });

        consumer.schedulePollTask(() -> consumer.rebalance(List.of(P1, AGAIN)));
        turn();

        assertThat(lanes.waiting()).isOne();
        assertThat(committed(P0)).isOne();
    }

    @Test
    void anOrderThatBeganBeforeTheGroupsPositionIsKnownAndNotToldAgain() {
        events.restocked(100);
        SaleEvent.Accepted begun = events.accepted();
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(1)));
        consumer.updateEndOffsets(Map.of(P0, 1L));
        assign(P1, AGAIN);
        assign(P0, P1, AGAIN);
        loop.turn();
        log(P0, begun, events.confirmed(begun));
        turn();

        assertThat(take(1)).extracting(delivery -> delivery.webhook().id()).containsExactly("cars:3");
        assertThat(lanes.waiting()).isOne();
        assertThat(committed(P0)).as("nothing new").isZero();
    }

    @Test
    void aLogThatIsMadeAnewIsToldFromItsBeginning() {
        events.restocked(100);
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(3)));
        consumer.updateEndOffsets(Map.of(P0, 3L));
        assign(P1, AGAIN);
        assign(P0, P1, AGAIN);
        loop.turn();
        log(P0, events.accepted(), events.accepted(), events.accepted());
        turn();
        assertThat(lanes.waiting()).as("all of them were told").isZero();

        next.remove(P0);
        consumer.seek(P0, 0); // as Kafka does when the position is not there any more
        log(P0, events.accepted(), events.accepted());
        turn();

        assertThat(lanes.waiting()).isEqualTo(2);
        take(2).forEach(this::lanesOver);
        assertThat(committed(P0)).isEqualTo(2);
    }

    @Test
    void anEventThatTheLogHasTooEarlyWaitsForTheOneBeforeIt() {
        events.restocked(100);
        SaleEvent.Accepted begun = events.accepted();
        log(P0, events.confirmed(begun));
        turn();
        assertThat(lanes.waiting()).isZero();
        assertThat(committed(P0)).isZero();

        log(P0, begun);
        turn();
        Delivery first = take(1).get(0);
        assertThat(first.webhook().id()).isEqualTo("cars:2");
        lanesOver(first);
        assertThat(take(1).get(0).webhook().id()).isEqualTo("cars:3");
    }

    @Test
    void nothingIsReadOfAPartitionBeforeItIsKnownWhatWasToldOfItsSales() {
        notesAreAway = true;
        assign(P1, AGAIN);
        assign(P0, P1, AGAIN);
        log(P0, events.changed("Cars"));
        turn();
        assertThat(lanes.waiting()).isZero();
        assertThat(consumer.paused()).contains(P0);

        notesAreAway = false;
        turn();
        turn();
        assertThat(lanes.waiting()).isEqualTo(2); // opened, and the note behind it
    }

    @Test
    void anHourIsToldOnceAllThatTheLogHasIsRead() {
        now = watchFromBeforeItOpens();
        turn();
        turn();
        assertThat(lanes.waiting()).as("in the very second of the hour").isZero();

        now = now.plusSeconds(2);
        consumer.updateEndOffsets(Map.of(P0, 1L));
        turn();
        assertThat(lanes.waiting()).as("with a message that is not read").isZero();

        consumer.updateEndOffsets(Map.of(P0, 0L));
        turn();
        assertThat(take(1).get(0).webhook().id()).isEqualTo("cars:1:opened");
        assertThat(lanes.waiting()).isEqualTo(2);
    }

    @Test
    void anHourIsNotToldByWhatKafkaSaidOfTheLogSomeTimeAgo() {
        now = watchFromBeforeItOpens();
        turn();
        now = now.plusSeconds(2);
        lagIsOld = true;

        kafkaIsAway = true;
        turn();
        assertThat(lanes.waiting()).as("while Kafka is away").isZero();

        kafkaIsAway = false;
        consumer.updateEndOffsets(Map.of(P0, 1L));
        turn();
        assertThat(lanes.waiting()).as("with a message that is not read").isZero();

        consumer.updateEndOffsets(Map.of(P0, 0L));
        turn();
        assertThat(take(1).get(0).webhook().id()).isEqualTo("cars:1:opened");
    }

    /** Returns the hour. */
    private Instant watchFromBeforeItOpens() {
        SaleEvent.SaleChanged rules = events.changed("Cars");
        Instant opensAt = rules.definition().opensAt();
        known.add(
                new SaleWatch(rules, new LogPosition("LOG", 0, 0), SaleWatch.Stage.NOT_OPEN, opensAt.minusSeconds(60)));
        assign(P1, AGAIN);
        assign(P0, P1, AGAIN);
        return opensAt;
    }

    @Test
    void whatIsParkedAndComesAgainKeepsItsIdAndBody() {
        Webhook before = WebhookWriter.of(soldOut()).get(0);
        ConsumerRecord<byte[], byte[]> parked = WebhookRecord.of(before, new LogPosition("LOG", 0, 7));
        ConsumerRecord<byte[], byte[]> again = new ConsumerRecord<>(
                AGAIN.topic(), 0, 0, 0, null, 0, 0, parked.key(), parked.value(), parked.headers(), Optional.empty());
        consumer.addRecord(again);
        turn();

        Webhook after = take(1).get(0).webhook();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.key()).isEqualTo(before.key());
        assertThat(after.body()).isEqualTo(before.body());
    }

    private SaleEvent soldOut() {
        events.restocked(1);
        return events.accepted();
    }

    private Collection<SaleWatch> notes(Set<Integer> partitions) {
        if (notesAreAway) {
            throw new TopicUnavailableException("kafka: away", null);
        }
        return known.stream()
                .filter(watch -> partitions.contains(watch.place().partition()))
                .toList();
    }

    private void turn() {
        loop.turn();
        loop.commit();
    }

    private List<Delivery> take(int count) {
        List<Delivery> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                taken.add(lanes.take());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return taken;
    }

    private void lanesOver(Delivery delivery) {
        delivery.over();
        lanes.over(delivery);
        loop.commit();
    }

    private void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
    }

    private void log(TopicPartition partition, SaleEvent... messages) {
        Arrays.stream(messages).forEach(event -> log(partition, EventCodec.encode(event)));
    }

    private void log(TopicPartition partition, byte[] value) {
        long offset = next.merge(partition, 1L, Long::sum) - 1;
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, value));
        consumer.updateEndOffsets(Map.of(partition, offset + 1));
    }

    private long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    private static WebhookSettings settings() {
        KafkaConnection kafka = new KafkaConnection("localhost:1");
        Duration second = Duration.ofSeconds(1);
        return new WebhookSettings(
                URI.create("http://shop.example/"),
                WebhookSecrets.of(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                new OrderLogSettings(kafka, "LOG", "hooks", 10, 70_000, 4096, Set.of(), second, second),
                new ParkingSettings(kafka, "LOG.WEBHOOKS.DLT", 1, (short) 1, second),
                BACKLOG,
                AHEAD,
                second,
                new DeliverySettings(1, second, second, second, second, second, false));
    }
}
