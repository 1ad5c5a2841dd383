package dev.seckill.api.orderlog;

/** The heap is too small for the orders of a sale; the message says which would do. */
public final class TooManyOrdersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyOrdersException(String reason) {
        super(reason);
    }
}
