package dev.seckill.consumer.loop;

import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds which id the order log's topic has. Any thread may ask for it. */
public final class LogIdWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogIdWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration WAIT = Duration.ofSeconds(3);

    private final OrderLogSettings settings;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "order-log-id");
    private volatile String id = "";

    /** Looks for the first time when it is told to begin. */
    public LogIdWatch(OrderLogSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        thread.setDaemon(true);
    }

    /** The topic's id when it was last looked at; empty if it is not known. */
    public String id() {
        return id;
    }

    /**
     * Takes the first look, and has the others taken in the background. Where the program may not look, it says so and gives
     * up.
     *
     * @throws NotYetException if Kafka does not answer or does not have the topic
     */
    public void begin() {
        try (Admin admin = open()) {
            id = look(admin);
            thread.start();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw notYet(e);
            }
            LOG.warn("order-log - nobody notices should its topic be made anew (reason={})", Reason.of(e.getCause()));
        } catch (TimeoutException | KafkaException e) {
            throw notYet(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private NotYetException notYet(Exception e) {
        return new NotYetException("kafka: no answer about topic " + settings.topic(), e);
    }

    private Admin open() {
        return settings.connection().open(Admin::create, settings.connection().properties(WAIT));
    }

    private void run() {
        while (!isClosedWithin(EVERY)) {
            try (Admin admin = open()) {
                while (!isClosedWithin(EVERY)) {
                    lookAgain(admin);
                }
            } catch (TopicUnavailableException e) {
                LOG.debug("order-log - no look at its topic", e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void lookAgain(Admin admin) throws InterruptedException {
        try {
            id = look(admin);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("order-log - no look at its topic", e); // an outage, which the loop tells of
        }
    }

    private String look(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Uuid found = admin.describeTopics(List.of(settings.topic()))
                .topicNameValues()
                .get(settings.topic())
                .get(WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .topicId();
        return found.equals(Uuid.ZERO_UUID) ? "" : found.toString(); // zeros from a broker that is too old
    }

    private boolean isClosedWithin(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
