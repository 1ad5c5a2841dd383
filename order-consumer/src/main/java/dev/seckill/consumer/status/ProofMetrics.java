package dev.seckill.consumer.status;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** How far the trees of the sales are; all are 0 as long as none is certified here. Thread-safe. */
public final class ProofMetrics {

    private static final double MILLIS_A_SECOND = 1000;

    private final Clock clock;
    private final Map<State, Long> sales = new ConcurrentHashMap<>();
    private volatile long unsigned;
    /** Null if nothing waits. */
    private volatile Instant heldUp;
    /** Null if nothing is promised. */
    private volatile Duration within;

    /** What is with the events of a sale that are not signed. */
    public enum State {
        FINE("fine"),
        FINAL("final"),
        WAITS("waits"),
        HALTED("halted"),
        FAILS("fails");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    ProofMetrics(MeterRegistry registry, Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        for (State state : State.values()) {
            Meters.gauge(
                    registry,
                    "consumer.proofs.sales",
                    "Sales by what is with those of their events that are not signed",
                    () -> sales.getOrDefault(state, 0L),
                    "state",
                    state.word);
        }
        Meters.gauge(
                registry,
                "consumer.proofs.unsigned.events",
                "Events of the order book that no signed tree has yet",
                () -> unsigned);
        Meters.gauge(
                registry,
                "consumer.proofs.held.up.seconds",
                "For how long events of some sale have waited to be signed, the oldest of any, 0 without any",
                this::heldUpSeconds);
        Meters.gauge(
                registry,
                "consumer.proofs.within.seconds",
                "Within what time the shop has promised to certify an order; NaN without keys",
                this::withinSeconds);
    }

    /** What the shop's list of keys promises. */
    public void within(Duration promised) {
        within = promised;
    }

    /**
     * How it is now.
     *
     * @param bySale how many sales are in each state
     * @param unsignedEvents of all sales
     * @param oldest since when the events that have waited longest to be signed have; null if none wait
     */
    public void now(Map<State, Long> bySale, long unsignedEvents, Instant oldest) {
        for (State state : State.values()) {
            sales.put(state, bySale.getOrDefault(state, 0L));
        }
        unsigned = unsignedEvents;
        heldUp = oldest;
    }

    private double heldUpSeconds() {
        Instant since = heldUp;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis()) / MILLIS_A_SECOND;
    }

    private double withinSeconds() {
        Duration promised = within;
        return promised == null ? Double.NaN : promised.toSeconds();
    }
}
