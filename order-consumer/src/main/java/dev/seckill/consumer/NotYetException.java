package dev.seckill.consumer;

/** Something that the program needs to start is not there yet; the message names it. */
final class NotYetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotYetException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
