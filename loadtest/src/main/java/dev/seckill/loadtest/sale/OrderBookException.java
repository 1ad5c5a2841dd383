package dev.seckill.loadtest.sale;

import java.sql.SQLException;

/** The order book cannot be read. */
public final class OrderBookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OrderBookException(String url, SQLException cause) {
        super("the order book at " + withoutParameters(url) + " cannot be read: " + firstLine(cause), cause);
    }

    /** Parameters may hold a password. */
    private static String withoutParameters(String url) {
        int start = url.indexOf('?');
        return start < 0 ? url : url.substring(0, start);
    }

    private static String firstLine(SQLException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
