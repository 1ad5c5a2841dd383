package dev.seckill.api.decide;

/** Hears what the decision thread does, to count it. Called on that thread; must not block or throw. */
public interface DecisionEvents {

    /** The counter was asked to decide a batch, or only looked, and won or lost its race. */
    default void attempted(long tookNanos) {}

    /** A batch is decided, the first request of which waited so long before that. */
    default void waited(long firstNanos) {}

    /** A batch was decided after that many lost races. */
    void decided(int purchases, int accepted, int conflicts);

    /** A batch was given up because every attempt lost its race. */
    void contended(int purchases, int conflicts);

    /** The counter could not be used. */
    void unavailable(RuntimeException reason);
}
