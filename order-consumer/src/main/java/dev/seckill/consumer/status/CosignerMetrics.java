package dev.seckill.consumer.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What cosigners answer; all are 0 as long as none is asked here. Thread-safe. */
public final class CosignerMetrics {

    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile int known;

    /** What became of a question. */
    public enum Outcome {
        /** A signature came. */
        SIGNED,
        /** No whole answer came in time. */
        AWAY,
        /** The answer is no signature that can be handed out. */
        REFUSED
    }

    CosignerMetrics(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("consumer.cosigners.asked")
                            .description("Questions to cosigners, by what became of them")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        Meters.gauge(
                registry,
                "consumer.cosigners",
                "Cosigners, failing if the last question about any sale was in vain",
                () -> known - failing.size(),
                "state",
                "fine");
        Meters.gauge(
                registry,
                "consumer.cosigners",
                "Cosigners, failing if the last question about any sale was in vain",
                failing::size,
                "state",
                "failing");
    }

    /** How many are asked. */
    public void known(int cosigners) {
        known = cosigners;
    }

    public void count(Outcome outcome) {
        outcomes.get(outcome).increment();
    }

    /** How it is with one of them. */
    public void isFailing(String cosigner, boolean isSo) {
        if (isSo) {
            failing.add(cosigner);
        } else {
            failing.remove(cosigner);
        }
    }
}
