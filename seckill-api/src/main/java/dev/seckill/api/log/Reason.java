package dev.seckill.api.log;

/** Why something failed, in words for a log line: many exceptions of the JDK have no message. */
public final class Reason {

    private Reason() {}

    /** The message, or the exception's name if it has none, with the cause's unless the message tells it already. */
    public static String of(Throwable failure) {
        String reason = own(failure);
        Throwable cause = failure.getCause();
        if (cause == null || cause == failure || reason.contains(own(cause))) {
            return reason;
        }
        return reason + ": " + own(cause);
    }

    private static String own(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
