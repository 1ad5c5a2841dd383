package dev.seckill.model;

/** A message on the order log that is no event of a sale. Sending it again will not help. */
public final class UndecodableOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UndecodableOrderException(String reason) {
        super(reason);
    }

    public UndecodableOrderException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
