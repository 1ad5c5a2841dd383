package dev.seckill.consumer.store;

/** The order book cannot be used as it is, and waiting does not help. */
public final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param reason one line */
    public SchemaException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
