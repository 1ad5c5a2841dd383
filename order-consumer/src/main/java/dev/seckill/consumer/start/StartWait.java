package dev.seckill.consumer.start;

import dev.seckill.consumer.loop.NotYetException;
import dev.seckill.consumer.loop.Outage;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.log.Reason;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, for as long as it takes, for what the program needs to start; ends early when a stop is asked for. */
public final class StartWait {

    private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);

    private final Outage outage;
    private final Shutdown shutdown;
    private final Health health;

    public StartWait(Outage outage, Shutdown shutdown, Health health) {
        this.outage = Objects.requireNonNull(outage, "outage");
        this.shutdown = Objects.requireNonNull(shutdown, "shutdown");
        this.health = Objects.requireNonNull(health, "health");
    }

    /** Repeats the step until it does not throw that something is away; false if a stop was asked for before. */
    public boolean until(Runnable step) {
        while (!shutdown.isAsked()) {
            health.beat();
            try {
                step.run();
                succeeded();
                return true;
            } catch (NotYetException | TopicUnavailableException | StoreUnavailableException e) {
                failed(e);
            }
            shutdown.awaitAsked(outage.untilRetry());
        }
        return false;
    }

    private void succeeded() {
        if (outage.isActive()) {
            LOG.info("start - it is there (seconds={})", outage.lasted().toSeconds());
            outage.over();
        }
    }

    private void failed(RuntimeException e) {
        health.away(e.getMessage());
        if (outage.failed() || outage.isReminderDue()) {
            LOG.warn("start - waiting (attempts={}, reason={})", outage.attempts(), Reason.of(e));
        }
    }
}
