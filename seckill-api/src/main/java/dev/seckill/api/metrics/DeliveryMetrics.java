package dev.seckill.api.metrics;

import dev.seckill.api.outbox.DeliveryEvents;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.SaleEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From decision to order log. Thread-safe. */
final class DeliveryMetrics implements DeliveryEvents {

    private final Map<Kind, Counter> decided = new EnumMap<>(Kind.class);
    private final Map<SaleEvent.Released.Reason, Counter> released = new EnumMap<>(SaleEvent.Released.Reason.class);
    private final Counter logged;
    private final Counter failed;
    private final Counter republished;
    private final Counter relayFailed;
    private final Timer log;
    private final Timer settle;

    /** Starts at zero. */
    DeliveryMetrics(MeterRegistry registry) {
        for (Kind kind : Kind.values()) {
            decided.put(
                    kind,
                    Meters.counter(
                            registry,
                            "seckill.events.decided",
                            "Events decided here and handed to the delivery.",
                            "kind",
                            kind.name().toLowerCase(Locale.ROOT)));
        }
        for (SaleEvent.Released.Reason reason : SaleEvent.Released.Reason.values()) {
            released.put(
                    reason,
                    Meters.counter(
                            registry,
                            "seckill.orders.released",
                            "Orders released here.",
                            "reason",
                            reason.name().toLowerCase(Locale.ROOT)));
        }
        logged = Meters.counter(
                registry, "seckill.events.logged", "Events that the order log acknowledged to this instance.");
        failed = Meters.counter(
                registry, "seckill.events.failed", "Sends that the order log did not take; the relay tries again.");
        republished = Meters.counter(
                registry, "seckill.relay.republished", "Events that the relay sent because they stayed in an outbox.");
        relayFailed = Meters.counter(
                registry, "seckill.relay.failed", "Turns of the relay that failed because Redis could not be used.");
        log = Meters.times(
                registry, "seckill.log.duration", "An event from its sending to the order log's acknowledgement.");
        settle = Meters.times(
                registry,
                "seckill.settle.duration",
                "The first of those settled together, from its acknowledgement until it left the outbox.");
    }

    @Override
    public void delivers(SaleEvent event) {
        decided.get(event.kind()).increment();
        if (event instanceof SaleEvent.Released gone) {
            released.get(gone.reason()).increment();
        }
    }

    @Override
    public void republishes() {
        republished.increment();
    }

    @Override
    public void logged(long sinceSentNanos) {
        logged.increment();
        log.record(sinceSentNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed() {
        failed.increment();
    }

    @Override
    public void settled(long firstNanos) {
        settle.record(firstNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void relayFailed() {
        relayFailed.increment();
    }
}
