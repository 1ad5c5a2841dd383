package dev.seckill.model.log;

import dev.seckill.model.ForeignText;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/**
 * Why something failed, in words for a log line: many exceptions of the JDK have no message, and servers repeat in theirs
 * what a stranger sent. Escaped and cut, as every {@link ForeignText}.
 */
public final class Reason {

    private static final int LENGTH_MAX = 1000;

    private Reason() {}

    /**
     * The message, or the exception's name if it has none, with the cause's unless the message tells it already. Where TLS
     * is the cause, what is to be mended. The JDK's HTTP client says of no connection only that a channel is closed.
     */
    public static String of(Throwable failure) {
        Optional<String> tls = ofTls(failure);
        if (tls.isPresent()) {
            return tls.get();
        }
        String reason = own(failure);
        Throwable cause = failure.getCause();
        boolean tellsAll =
                cause == null || isMute(failure) || cause == failure || reason.contains(firstLine(own(cause)));
        return ForeignText.escape(tellsAll ? reason : reason + ": " + firstLine(own(cause)), LENGTH_MAX);
    }

    /** The same where TLS is the cause; empty where it is not. */
    public static Optional<String> ofTls(Throwable failure) {
        return Optional.ofNullable(TlsReason.of(failure)).map(reason -> ForeignText.escape(reason, LENGTH_MAX));
    }

    private static String own(Throwable failure) {
        if (isMute(failure)) {
            return isNameUnknown(failure.getCause())
                    ? "no connection: the host's name is not known"
                    : "no connection: refused, or no way to the host";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static boolean isMute(Throwable failure) {
        return failure instanceof ConnectException && failure.getMessage() == null && failure.getCause() != null;
    }

    /** Sent by one thread and awaited by another, a failure is wrapped once more. */
    private static boolean isNameUnknown(Throwable cause) {
        return cause instanceof UnresolvedAddressException
                || cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException;
    }

    /** Parsers tell the place in further lines. */
    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
