package dev.seckill.api.metrics;

import dev.seckill.api.sale.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What becomes of those who ask for receipts; once all are answered, those received are the sum of the others. Thread-safe. */
public final class ReceiptMetrics {

    /** What became of one who asked. */
    public enum Answer {
        /** Got a receipt. */
        SIGNED,
        /** Has to come again, because the order is not logged yet. */
        WAITING,
        /** There is no such order. */
        UNKNOWN,
        /** The order never has one. */
        NONE,
        /** Asked for what is no sale or no order. */
        INVALID,
        /** Too many asked at once. */
        OVERLOADED,
        /** Something that is needed could not be used. */
        FAILED
    }

    /** What became of the proof and the certificate that a receipt should have in it. */
    public enum Proof {
        /** Both are in it. */
        GIVEN,
        /** The proof is in it, and shows that something else stands in the order's place: a broken word. */
        BROKEN,
        /** One of them is not there yet. */
        MISSING,
        /** Too many were asked for at once. */
        CROWDED,
        /** The consumer did not answer in time, or with something else. */
        FAILED
    }

    private final MeterRegistry registry;
    private final RefusedRequests refused;
    private final Counter received;
    private final Map<Answer, Counter> answers = new EnumMap<>(Answer.class);
    private final Map<Proof, Counter> proofs = new EnumMap<>(Proof.class);

    /**
     * Starts at zero.
     *
     * @param refused counts those that are refused as overloaded, of all kinds
     */
    ReceiptMetrics(MeterRegistry registry, RefusedRequests refused) {
        this.registry = registry;
        this.refused = refused;
        this.received = Meters.counter(registry, "seckill.receipts.received", "Requests for receipts that came in.");
        for (Answer answer : Answer.values()) {
            answers.put(
                    answer,
                    Meters.counter(
                            registry,
                            "seckill.receipts.answered",
                            "Requests for receipts by outcome.",
                            "outcome",
                            answer.name().toLowerCase(Locale.ROOT)));
        }
        for (Proof proof : Proof.values()) {
            proofs.put(
                    proof,
                    Meters.counter(
                            registry,
                            "seckill.receipts.proofs",
                            "Receipts by what became of their proof and certificate.",
                            "outcome",
                            proof.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Shows how many wait. */
    public void watch(Supplier<Number> waiting) {
        Meters.gauge(registry, "seckill.receipts.waiting", "Receipts that are asked for now.", waiting);
    }

    /** Somebody asked. */
    public void received() {
        received.increment();
    }

    /** A receipt has its proof now, or not. */
    public void proof(Proof proof) {
        proofs.get(proof).increment();
    }

    /** Somebody was answered. */
    public void answered(Answer answer) {
        answers.get(answer).increment();
        if (answer == Answer.OVERLOADED) {
            refused.answered(Outcome.OVERLOADED);
        }
    }
}
