package dev.seckill.model.log;

import dev.seckill.model.ForeignText;

/**
 * A failure as a log may show it, with its stack trace and its causes: what the messages say is escaped and cut, since
 * servers and parsers repeat in them what a stranger sent. Never thrown.
 */
public final class ShownFailure extends Throwable {

    private static final long serialVersionUID = 1;

    private static final int MESSAGE_MAX = 1000;

    /** Causes beyond this are not shown; a chain may also be a ring. */
    private static final int CAUSES_MAX = 10;

    private final String text;

    private ShownFailure(String text, Throwable cause, StackTraceElement[] trace) {
        super(text, cause, false, true);
        this.text = text;
        setStackTrace(trace);
    }

    /** Of a failure that is to be logged with its stack trace. */
    public static ShownFailure of(Throwable failure) {
        return of(failure, CAUSES_MAX);
    }

    private static ShownFailure of(Throwable failure, int causes) {
        ShownFailure cause = failure.getCause() == null || causes == 0 ? null : of(failure.getCause(), causes - 1);
        String name = failure.getClass().getName();
        String message = failure.getMessage();
        return new ShownFailure(
                message == null ? name : name + ": " + ForeignText.escape(message, MESSAGE_MAX),
                cause,
                failure.getStackTrace());
    }

    /** The failure's own name and message. */
    @Override
    public String toString() {
        return text;
    }
}
