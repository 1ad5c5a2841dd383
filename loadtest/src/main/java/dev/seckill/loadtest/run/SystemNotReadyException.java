package dev.seckill.loadtest.run;

/** The system answers, but does not sell what this run has put on sale; no buyer was sent. */
final class SystemNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SystemNotReadyException(String message) {
        super(message);
    }
}
