package dev.seckill.consumer.loop;

/** Something that the program needs to start is not there yet; the message names it. */
public final class NotYetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotYetException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
