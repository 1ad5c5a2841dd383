package dev.seckill.api.orderlog;

/** The order log cannot be read now. */
public final class OrderLogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OrderLogUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
