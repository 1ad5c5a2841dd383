package dev.seckill.api.decide;

/** Something did not end in order within its bound, so buyers were cut off or orders were left to others. */
public final class StopFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what did not end, and its bound */
    public StopFailedException(String message) {
        super(message);
    }

    /** @param cause why it did not end */
    public StopFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
