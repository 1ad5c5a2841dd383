package dev.seckill.api.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.orderbook.BookReply;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.orderbook.OrderBookUnavailableException;
import dev.seckill.model.check.CheckPoint;
import java.io.IOException;

/** Whether the consumer lets the API read the order book, and is well itself. */
final class BookCheck {

    private static final String SUBJECT = "order book";
    private static final int BYTES_MAX = 256 * 1024;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private BookCheck() {}

    /** Asks it. */
    static CheckPoint point(OrderBookSettings settings) {
        try (BookReply reply = new OrderBook(settings).ask("GET", "/api/figures")) {
            return judge(settings.url().toString(), reply.status(), reply.body(BYTES_MAX));
        } catch (OrderBookUnavailableException e) {
            return CheckPoint.red(
                    SUBJECT,
                    settings.url() + ": " + e.getMessage(),
                    "start the consumer, or mend --order-book; sales go on, reads get 503");
        }
    }

    /** @param body as it came */
    static CheckPoint judge(String url, int status, byte[] body) {
        if (status == UNAUTHORIZED) {
            return CheckPoint.red(
                    SUBJECT, url + ": it does not know the token", "take one of its READ_TOKENS for ORDER_BOOK_TOKEN");
        }
        if (status != OK) {
            return CheckPoint.red(
                    SUBJECT,
                    url + ": it answers with status " + status,
                    "see whether that is the consumer, and has READ_TOKENS");
        }
        try {
            return judge(url, JsonMapper.builder().build().readTree(body));
        } catch (IOException e) {
            return CheckPoint.red(SUBJECT, url + ": what it answers is no JSON", "see whether that is the consumer");
        }
    }

    private static CheckPoint judge(String url, JsonNode figures) {
        long parked = figures.path("parked").asLong(0);
        if (!figures.path("ready").asBoolean(false)) {
            return CheckPoint.amber(
                    SUBJECT,
                    url + ": it is not ready " + figures.path("troubles"),
                    "mend what it says; sales go on, and orders wait in the order log");
        }
        return parked > 0
                ? CheckPoint.amber(
                        SUBJECT, url + ": " + parked + " messages are parked", "run order-consumer.jar parked")
                : CheckPoint.green(SUBJECT, url + ": it is ready");
    }
}
