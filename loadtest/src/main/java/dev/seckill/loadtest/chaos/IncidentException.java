package dev.seckill.loadtest.chaos;

/** Something that must happen did not, within its bound; the message says what and how things stood. Fails the run. */
public final class IncidentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what, and how things stood */
    public IncidentException(String message) {
        super(message);
    }

    /** @param message what, and how things stood */
    public IncidentException(String message, Throwable cause) {
        super(message, cause);
    }
}
