package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.notify.Answer.End;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SalePhase;
import dev.seckill.model.trace.TraceParent;
import dev.seckill.model.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CourierTest {

    private static final Duration GIVE_UP = Duration.ofMinutes(10);
    private static final Duration RETRY_MIN = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final Lanes lanes = new Lanes(now::get);
    private final PartitionMarks marks = new PartitionMarks(7);
    private final ConsumerMetrics metrics = new ConsumerMetrics();
    private final List<ParkedMessage> parked = new ArrayList<>();
    private final List<SaleWatch> kept = new ArrayList<>();
    private boolean parkingIsAway;
    private Answer answer = Answer.delivered();
    private RuntimeException thrown;

    private final Courier courier = new Courier(
            lanes,
            webhook -> {
                if (thrown != null) {
                    throw thrown;
                }
                return answer;
            },
            this::park,
            this::keep,
            new DeliverySettings(1, GIVE_UP, RETRY_MIN, RETRY_MAX, RETRY_MIN, RETRY_MIN, false),
            metrics.webhooks(),
            Traces.OFF,
            now::get);

    private final Delivery delivery = Delivery.of(
            new Webhook("counter:5", "order", Instant.ofEpochSecond(5), "{}".getBytes(UTF_8)),
            marks,
            new LogPosition("LOG", 0, 7),
            true);

    CourierTest() {
        marks.read(7, 1);
        lanes.add(delivery);
    }

    @Test
    void whatTheShopHasIsOver() throws InterruptedException {
        courier.attempt(lanes.take());

        assertThat(marks.toCommit()).hasValue(8);
        assertThat(lanes.waiting()).isZero();
        assertThat(metrics.value("consumer.webhooks.sent")).isOne();
    }

    @Test
    void whatFailsIsTriedAgainAfterGrowingWaitsAndParkedWhenItsTimeIsOver() throws InterruptedException {
        answer = Answer.failed("status 500");

        List<Duration> waits = untilOver();

        assertThat(waits.get(0)).isBetween(RETRY_MIN.dividedBy(2), RETRY_MIN);
        assertThat(waits.get(3)).isBetween(RETRY_MIN.multipliedBy(4), RETRY_MIN.multipliedBy(8));
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(RETRY_MAX));
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(GIVE_UP);
        assertThat(parked)
                .singleElement()
                .satisfies(message -> assertThat(message.reason())
                        .startsWith("counter:5: gave up after PT10M (attempts=" + (waits.size() + 1))
                        .endsWith("last=status 500)"))
                .satisfies(message -> assertThat(message.origin()).hasToString("LOG-0@7"))
                .satisfies(message -> assertThat(WebhookRecord.read(message.message()))
                        .get()
                        .usingRecursiveComparison()
                        .isEqualTo(delivery.webhook()));
        assertThat(marks.toCommit()).hasValue(8);
        assertThat(metrics.value("consumer.webhooks.failed")).isEqualTo(waits.size() + 1.0);
        assertThat(metrics.value("consumer.webhooks.parked")).isOne();
        assertThat(metrics.value("consumer.webhooks.sent")).isZero();
    }

    @Test
    void aShopThatAsksForALongerWaitGetsItUpToTheLongest() throws InterruptedException {
        answer = new Answer(End.FAILED, "status 503", Duration.ofSeconds(30));
        assertThat(waitAfterAnAttempt()).isEqualTo(Duration.ofSeconds(30));
        now.addAndGet(Duration.ofSeconds(30).toNanos());

        answer = new Answer(End.FAILED, "status 503", Duration.ofDays(30));
        assertThat(waitAfterAnAttempt()).isEqualTo(RETRY_MAX);
    }

    @Test
    void whatTheShopWantsNoMoreOfIsParkedAtOnce() throws InterruptedException {
        answer = new Answer(End.GONE, "status 410", Duration.ZERO);

        courier.attempt(lanes.take());

        assertThat(parked)
                .singleElement()
                .extracting(ParkedMessage::reason)
                .asString()
                .contains("status 410");
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void nothingIsOverWhileItCannotBeParked() throws InterruptedException {
        answer = new Answer(End.GONE, "status 410", Duration.ZERO);
        parkingIsAway = true;
        waitAfterAnAttempt();
        assertThat(marks.toCommit()).isEmpty();
        assertThat(lanes.waiting()).isOne();

        parkingIsAway = false;
        now.addAndGet(RETRY_MAX.toNanos());
        courier.attempt(lanes.take());
        assertThat(marks.toCommit()).hasValue(8);
    }

    @Test
    void anAttemptThatBreaksOffHasFailed() throws InterruptedException {
        thrown = new IllegalStateException("broken");
        waitAfterAnAttempt();
        assertThat(metrics.value("consumer.webhooks.failed")).isOne();
        assertThat(lanes.waiting()).isOne();
    }

    @Test
    void aLineAboutWhatIsTracedNamesOrderAndTrace_andCannotBeForged() throws InterruptedException {
        answer = Answer.failed("status 500");
        lanes.take();
        TraceParent trace = new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
        lanes.add(traced("counter:6", "an\norder", trace));
        lanes.add(traced("counter:7", "counter", trace));

        List<String> said = LogLines.during(() -> {
            attempt();
            attempt();
        });

        assertThat(said)
                .hasSize(2)
                .anyMatch(line -> line.contains("id=counter:6, order=an\\u000aorder, trace=" + trace.traceId() + ","))
                .anyMatch(line -> line.contains("id=counter:7, trace=" + trace.traceId() + ","));
    }

    private Delivery traced(String id, String key, TraceParent trace) {
        Webhook webhook = new Webhook(id, key, Instant.ofEpochSecond(6), "{}".getBytes(UTF_8), trace);
        marks.read(8, 1);
        return Delivery.of(webhook, marks, new LogPosition("LOG", 0, 8), true);
    }

    private void attempt() {
        try {
            courier.attempt(lanes.take());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatSomebodyElseHasNowIsNotSent() throws InterruptedException {
        Delivery taken = lanes.take();
        marks.giveUp();
        thrown = new IllegalStateException("must not be asked");

        courier.attempt(taken);

        assertThat(lanes.waiting()).isZero();
        assertThat(metrics.value("consumer.webhooks.failed")).isZero();
    }

    @Test
    void aNoteIsKeptBehindTheWebhooksOfItsSaleAndTriedAgainUntilItIs() throws InterruptedException {
        SaleWatch note = SaleWatch.begin(
                        new SaleEvent.SaleChanged(
                                new SaleId("order"), // the lane of the webhook that is there
                                9,
                                1,
                                Instant.EPOCH,
                                "alice",
                                SaleEvent.SaleChanged.Change.DEFINED,
                                new SaleDefinition("Cars", "car", null, null, 0, 1),
                                SalePhase.OPEN),
                        new LogPosition("LOG", 0, 8))
                .watch();
        marks.read(8, 1);
        lanes.add(Delivery.of(note, marks, true));
        courier.attempt(lanes.take());
        assertThat(kept).isEmpty();

        parkingIsAway = true;
        courier.attempt(lanes.take());
        assertThat(marks.toCommit()).hasValue(8);

        parkingIsAway = false;
        now.addAndGet(RETRY_MAX.toNanos());
        courier.attempt(lanes.take());
        assertThat(kept).containsExactly(note);
        assertThat(marks.toCommit()).hasValue(9);
    }

    private List<Duration> untilOver() throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        while (true) {
            courier.attempt(lanes.take());
            if (lanes.waiting() == 0) {
                return waits;
            }
            waits.add(Duration.ofNanos(delivery.dueNanos - now.get()));
            now.set(delivery.dueNanos);
        }
    }

    private Duration waitAfterAnAttempt() throws InterruptedException {
        courier.attempt(lanes.take());
        return Duration.ofNanos(delivery.dueNanos - now.get());
    }

    private void keep(SaleWatch watch) {
        if (parkingIsAway) {
            throw new ParkingUnavailableException("kafka: away", null);
        }
        kept.add(watch);
    }

    private void park(List<ParkedMessage> messages) {
        if (parkingIsAway) {
            throw new ParkingUnavailableException("kafka: away", null);
        }
        parked.addAll(messages);
    }
}
