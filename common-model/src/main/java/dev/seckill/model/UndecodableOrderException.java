package dev.seckill.model;

/** A message on the order log that is not an order. Sending it again will not help. */
public final class UndecodableOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndecodableOrderException(String reason) {
        super(reason);
    }

    UndecodableOrderException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
