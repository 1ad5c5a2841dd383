package dev.seckill.loadtest.sale;

import dev.seckill.model.log.MaskedUrl;
import java.sql.SQLException;

/** The order book cannot be read. */
public final class OrderBookException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int NO_SUCH_TABLE = 1146;

    /** @param url where it is */
    public OrderBookException(String url, SQLException cause) {
        super("the order book at " + MaskedUrl.of(url) + " cannot be read: " + firstLine(cause), cause);
    }

    /** Whether the database is there and the table is not. */
    boolean isTableMissing() {
        return getCause() instanceof SQLException cause && cause.getErrorCode() == NO_SUCH_TABLE;
    }

    private static String firstLine(SQLException cause) {
        return MaskedUrl.of(
                String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }
}
