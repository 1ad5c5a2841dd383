package dev.seckill.api.orderbook;

/** The order book can't be read now; the message says why, for a line of the log. */
public final class OrderBookUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param cause may be null */
    public OrderBookUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
