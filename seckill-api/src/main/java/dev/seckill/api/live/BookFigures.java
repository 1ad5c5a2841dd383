package dev.seckill.api.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.api.orderbook.BookReply;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.orderbook.OrderBookUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the order book has of the sales that are watched.
 *
 * @param trouble why it cannot be read, as a sentence; null if it can
 * @param json what it says; missing if it cannot be read
 */
record BookFigures(String trouble, JsonNode json) {

    private static final Logger log = LoggerFactory.getLogger(BookFigures.class);
    private static final SparseLine FAILED = new SparseLine();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OK = 200;

    /** As many as the consumer takes at once. */
    private static final int SALES_MAX = 100;

    private static final int BYTES_MAX = 256 * 1024;

    /** Nobody has asked yet. */
    static final BookFigures UNKNOWN = new BookFigures("The order book has not been asked yet.", JSON.missingNode());

    /** Asks for the figures of these sales, of some after the others. Waits for the consumer. */
    static BookFigures of(Collection<SaleId> sales, OrderBook book) {
        List<SaleId> all = List.copyOf(sales);
        try {
            JsonNode first = ask(all.subList(0, Math.min(SALES_MAX, all.size())), book);
            for (int from = SALES_MAX; from < all.size(); from += SALES_MAX) {
                JsonNode more = ask(all.subList(from, Math.min(from + SALES_MAX, all.size())), book);
                if (first.path("sales") instanceof ObjectNode known
                        && more.path("sales") instanceof ObjectNode others) {
                    known.setAll(others);
                }
            }
            return new BookFigures(null, first);
        } catch (OrderBookUnavailableException | IOException e) {
            FAILED.say(times -> log.warn(
                    "live - the order book's figures can't be read (times={}, reason={})", times, Reason.of(e)));
            return new BookFigures("The order book can't be read now.", JSON.missingNode());
        }
    }

    private static JsonNode ask(List<SaleId> sales, OrderBook book) throws OrderBookUnavailableException, IOException {
        String names = sales.stream().map(sale -> "sale=" + sale).collect(Collectors.joining("&"));
        try (BookReply reply = book.ask("GET", "/api/figures?" + names)) {
            if (reply.status() != OK) {
                throw new OrderBookUnavailableException("the consumer answers with status " + reply.status(), null);
            }
            return JSON.readTree(reply.body(BYTES_MAX));
        }
    }
}
