package dev.seckill.api.metrics;

import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Requests that are no purchases, in meters of their own. */
final class CountedRequests implements RequestCounts {

    private final MeterRegistry registry;
    private final String kind;
    private final RefusedRequests refused;
    private final Counter received;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Counter invalid;
    private final Counter unauthorized;
    private final Counter tooMany;
    private final Counter failed;

    /**
     * Starts at zero.
     *
     * @param kind what they are, in the plural, words joined by dots
     * @param refused counts those that are refused as overloaded, of all kinds
     * @param possible how they may be decided
     */
    CountedRequests(MeterRegistry registry, String kind, RefusedRequests refused, Set<Outcome> possible) {
        this.registry = registry;
        this.kind = kind;
        this.refused = refused;
        this.received = Counter.builder("seckill." + kind + ".received")
                .description("Requests for " + words(kind) + " that came in.")
                .register(registry);
        possible.forEach(outcome -> outcomes.put(outcome, answer(outcome.name().toLowerCase(Locale.ROOT))));
        this.invalid = answer("invalid");
        this.unauthorized = answer("unauthorized");
        this.tooMany = answer("too_many_requests");
        this.failed = answer("failed");
    }

    private Counter answer(String outcome) {
        return Counter.builder("seckill." + kind + ".answered")
                .description("Requests for " + words(kind) + " by outcome.")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static String words(String kind) {
        return kind.replace('.', ' ');
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void answered(Outcome outcome) {
        outcomes.get(outcome).increment();
        refused.answered(outcome);
    }

    @Override
    public void answered(Decision decision) {
        outcomes.get(decision.outcome()).increment();
        refused.answered(decision);
    }

    @Override
    public void refusedAsInvalid() {
        invalid.increment();
    }

    @Override
    public void refusedAsUnauthorized() {
        unauthorized.increment();
    }

    @Override
    public void refusedAsTooMany() {
        tooMany.increment();
    }

    @Override
    public void failedToAnswer() {
        failed.increment();
    }
}
