package dev.seckill.consumer.http;

/** The program cannot start as it is set up, and waiting does not help. */
public final class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotStartException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
