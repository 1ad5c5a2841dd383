package dev.seckill.consumer.status;

/** The program cannot start as it is set up, and waiting does not help. */
public final class StartFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
