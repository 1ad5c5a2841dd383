package dev.seckill.loadtest.chaos;

import dev.seckill.infra.process.Waiting.Condition;
import dev.seckill.loadtest.Patience;
import java.time.Duration;

/** The bounds of a chaos run. They say when to give up, not how fast the system is: a busy machine gets its time. */
public final class Waits {

    /** A program or server until it answers. */
    public static final Duration START = Duration.ofMinutes(2);

    /** A program or server until its orderly end. */
    public static final Duration STOP = Duration.ofSeconds(60);

    /** Buyers until the first of them is told of an order, at the beginning of a round and after the repair. */
    public static final Duration SERVICE = Duration.ofMinutes(2);

    /** All API instances until they refuse, while Redis is not to be trusted. */
    public static final Duration REFUSAL = Duration.ofSeconds(60);

    /** The command {@code recover}, from its start to its end. */
    public static final Duration RECOVER = Duration.ofMinutes(4);

    /** The command {@code certify} of one small sale. */
    static final Duration CERTIFY = Duration.ofSeconds(60);

    /** Events in the order book until they are signed; a certifier that was disturbed pauses. */
    static final Duration SIGNED = Duration.ofSeconds(90);

    /** A cluster of Redis until a replica has taken the place of a master that died. */
    public static final Duration FAILOVER = Duration.ofSeconds(60);

    /** One purchase with all its retries; past it, it counts as unanswered. */
    public static final Duration PURCHASE = Duration.ofSeconds(60);

    /** One change of a sale with all its repeats: longer than what is broken stays so, {@code recover} included. */
    public static final Duration CHANGE = Duration.ofMinutes(3);

    /** All buyers until they have come to an end, once they are told to: a purchase and a repeated one. */
    public static final Duration BUYERS = PURCHASE.multipliedBy(2).plusSeconds(30);

    /** Parked messages until they are seen where they are parked. */
    public static final Duration PARKED = Duration.ofSeconds(90);

    /** Everything that was decided until it is stored, nothing being under way any more. */
    public static final Duration QUIET = Duration.ofMinutes(3);

    private Waits() {}

    /**
     * Waits for something that must happen.
     *
     * @param state how things stand, for the message; anything with a telling {@code toString}
     * @throws IncidentException if it does not happen within the bound
     */
    public static void await(String what, Duration bound, Object state, Condition condition)
            throws InterruptedException {
        if (!Patience.await(bound, condition)) {
            throw new IncidentException("waited " + bound.toSeconds() + " s in vain: " + what + " (" + state + ")");
        }
    }

    /** Lets a fault last. Nothing is waited for, so nothing can happen too early or too late. */
    public static void hold(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        Patience.await(time.plusSeconds(1), () -> System.nanoTime() >= end);
    }
}
