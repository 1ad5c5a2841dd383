package dev.seckill.loadtest.shop;

/** A change of a sale was refused, or stayed unclear for too long; the message says which. */
public final class ChangeFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangeFailedException(String message) {
        super(message);
    }
}
