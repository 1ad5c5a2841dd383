package dev.seckill.consumer.http;

/** A reply that had begun has no end, and nothing can be said any more. */
final class BrokenOffException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenOffException(Throwable cause) {
        super(cause);
    }
}
