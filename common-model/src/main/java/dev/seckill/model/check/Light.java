package dev.seckill.model.check;

/** How something looks before a sale, from the best to the worst. */
public enum Light {
    /** As it should be. */
    GREEN,
    /** It could not be asked. */
    UNKNOWN,
    /** A sale works, and something may be slower, refused or less safe than it has to be. */
    AMBER,
    /** A sale does not work, or what was accepted may be lost. */
    RED
}
