package dev.seckill.api.decide;

/** Hears what the decision thread does, to count it. Called on that thread; must not block or throw. */
public interface DecisionEvents {

    /** A batch was decided after that many lost races. */
    void decided(int purchases, int accepted, int conflicts);

    /** A batch was given up because every attempt lost its race. */
    void contended(int purchases, int conflicts);

    /** The counter could not be used. */
    void unavailable(RuntimeException reason);
}
