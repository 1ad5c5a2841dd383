package dev.seckill.consumer.store;

/** The order book cannot be reached now; later it may. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason one line */
    public StoreUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
