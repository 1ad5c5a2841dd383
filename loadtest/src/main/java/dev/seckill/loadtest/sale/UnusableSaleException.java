package dev.seckill.loadtest.sale;

/** The sale cannot be used for a run as it stands; the message says why and how to mend it. */
public final class UnusableSaleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableSaleException(String message) {
        super(message);
    }

    UnusableSaleException(String message, Throwable cause) {
        super(message, cause);
    }
}
