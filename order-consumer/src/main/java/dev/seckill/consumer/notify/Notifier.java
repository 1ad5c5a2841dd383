package dev.seckill.consumer.notify;

import dev.seckill.consumer.loop.LogIdentity;
import dev.seckill.consumer.loop.OffsetCommits;
import dev.seckill.consumer.loop.OrderLogConsumer;
import dev.seckill.consumer.parking.KafkaParkingLot;
import dev.seckill.consumer.parking.ParkedTopic;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the shop, on threads of its own and as a consumer group of its own, so that nothing of it can hold up the order book.
 * Any thread may close it.
 */
public final class Notifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration TOPIC_PAUSE = Duration.ofSeconds(1);

    private final WebhookSettings settings;
    private final ConsumerMetrics metrics;
    private final Supplier<String> logId;
    private final Traces traces;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "webhook-loop");
    private volatile Consumer<byte[], byte[]> consumer;
    private volatile long turnNanos = System.nanoTime();
    private volatile String failure;

    private Notifier(WebhookSettings settings, ConsumerMetrics metrics, Supplier<String> logId, Traces traces) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.logId = Objects.requireNonNull(logId, "logId");
        this.traces = Objects.requireNonNull(traces, "traces");
    }

    /** To be called before anything of the program makes an HTTP client: those of webhooks name the host themselves. */
    public static void prepare() {
        HttpShop.allowHostHeader();
    }

    /**
     * Starts to tell the shop; waits for nothing.
     *
     * @param logId tells the id of the order log's topic now, without waiting; empty if it is not known
     * @return null without settings, when there is no shop to tell
     */
    public static Notifier start(
            WebhookSettings settings, ConsumerMetrics metrics, Supplier<String> logId, Traces traces) {
        if (settings == null) {
            return null;
        }
        Notifier notifier = new Notifier(settings, metrics, logId, traces);
        notifier.thread.setDaemon(true);
        notifier.thread.start();
        return notifier;
    }

    /** What keeps the loop from being alive; empty if it is. Any thread. */
    public List<String> liveProblems(Duration stalledAfter) {
        if (failure != null) {
            return List.of("webhooks: " + failure);
        }
        Duration silence = Duration.ofNanos(System.nanoTime() - turnNanos);
        return silence.compareTo(stalledAfter) <= 0
                ? List.of()
                : List.of("webhooks: no turn for " + silence.toSeconds() + " s");
    }

    /** Stops: requests under way get some time, and what is told is committed. */
    @Override
    public void close() {
        stopAsked.countDown();
        Consumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join(settings.commitWait().multipliedBy(3).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        guarded(() -> {
            if (makeTopics()) {
                work();
            }
        });
    }

    /** Whatever ends one of the threads is told, and makes the program look dead. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure = Reason.of(e);
            LOG.error("webhooks - failed, somebody has to restart the program", ShownFailure.of(e));
        }
    }

    /** Makes the topics of its own, however long it takes; false if a stop was asked for before. */
    private boolean makeTopics() {
        ParkingSettings again =
                settings.parking().of(OrderLogNames.webhookTopic(settings.log().topic()));
        String told = null;
        while (!isStopping(Duration.ZERO)) {
            turnNanos = System.nanoTime();
            try {
                ParkedTopic.make(again);
                ParkedTopic.makeOfLast(notes());
                return true;
            } catch (ParkingUnavailableException e) {
                String reason = Reason.of(e);
                if (!reason.equals(told)) {
                    LOG.warn("webhooks - waiting for kafka (reason={})", reason);
                    told = reason;
                }
            }
            isStopping(TOPIC_PAUSE);
        }
        return false;
    }

    private ParkingSettings notes() {
        return settings.parking()
                .of(OrderLogNames.webhookSalesTopic(settings.log().topic()));
    }

    private void work() {
        Lanes lanes = new Lanes(System::nanoTime);
        int parallel = settings.delivery().parallel();
        ExecutorService couriers = Executors.newFixedThreadPool(parallel, Notifier::courierThread);
        Consumer<byte[], byte[]> own = OrderLogConsumer.open(settings.log(), metrics.webhooks()::skipped);
        try (KafkaParkingLot parking = new KafkaParkingLot(settings.parking());
                SaleNotes notes = new SaleNotes(notes(), settings.log().group());
                HttpShop shop = HttpShop.open(settings)) {
            Courier courier = new Courier(
                    lanes,
                    shop,
                    parking,
                    notes::keep,
                    settings.delivery(),
                    metrics.webhooks(),
                    traces,
                    System::nanoTime);
            for (int i = 0; i < parallel; i++) {
                couriers.execute(() -> guarded(courier));
            }
            LogIdentity identity = new LogIdentity(own, settings.log().topic(), logId, settings.commitWait());
            OffsetCommits commits = new OffsetCommits(own, identity, settings.commitWait(), metrics);
            SaleHours hours = new SaleHours(own, notes::read, settings.log().topic(), Clock.systemUTC());
            WebhookIntake intake = new WebhookIntake(
                    settings.log().topic(),
                    lanes,
                    hours,
                    new LookBack(own),
                    new EarlyEvents(System::nanoTime),
                    metrics.webhooks(),
                    traces);
            WebhookLoop loop = new WebhookLoop(
                    own, lanes, identity, commits, hours, intake, metrics.webhooks(), settings, Clock.systemUTC());
            loop.subscribe();
            consumer = own;
            LOG.info("webhooks - ready (settings={})", settings);
            turnUntilStopped(loop);
            lanes.close();
            end(couriers);
            loop.commit();
            LOG.info("webhooks - stopped (waiting={})", lanes.waiting());
        } finally {
            consumer = null;
            lanes.close();
            couriers.shutdownNow();
            own.close(CloseOptions.timeout(settings.commitWait()));
        }
    }

    private void turnUntilStopped(WebhookLoop loop) {
        try {
            while (!isStopping(Duration.ZERO)) {
                loop.turn();
                turnNanos = System.nanoTime();
            }
        } catch (WakeupException e) {
            if (!isStopping(Duration.ZERO)) {
                throw e;
            }
        }
    }

    private void end(ExecutorService couriers) {
        couriers.shutdown();
        try {
            if (!couriers.awaitTermination(settings.commitWait().toNanos(), TimeUnit.NANOSECONDS)) {
                couriers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping(Duration wait) {
        try {
            return stopAsked.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Thread courierThread(Runnable work) {
        Thread thread = new Thread(work, "webhook-courier");
        thread.setDaemon(true);
        return thread;
    }
}
