package dev.seckill.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReceiptBuyersTest {

    private static final int BUYERS = 12;
    private static final int PER_SECOND = 500;

    private final CountDownLatch bought = new CountDownLatch(BUYERS);
    private final AtomicInteger orders = new AtomicInteger();
    private final AtomicInteger receipts = new AtomicInteger();
    private HttpServer shop;

    @BeforeEach
    void open() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/seckill", this::sell);
        shop.createContext("/api/sales/counter/orders/", this::give);
        shop.start();
    }

    @AfterEach
    void close() {
        shop.stop(0);
    }

    @Test
    void eachFetchesTheReceiptOfItsOwnOrder() {
        ReceiptBuyers.Seen seen = beside(true);

        assertThat(seen.asked()).isEqualTo(orders.get()).isEqualTo(receipts.get());
        assertThat(seen.missing()).isEqualTo(orders.get() / 3);
        assertThat(seen.nanos().getTotalCount()).isEqualTo(seen.asked() - seen.missing());
        assertThat(seen.perSecond()).isPositive();
        assertThat(seen.beside().requests()).isEqualTo(7);
    }

    @Test
    void theSameComeWithoutFetchingAny() {
        ReceiptBuyers.Seen seen = beside(false);

        assertThat(orders.get()).isGreaterThanOrEqualTo(BUYERS);
        assertThat(seen.asked()).isZero();
        assertThat(receipts.get()).isZero();
    }

    private ReceiptBuyers.Seen beside(boolean isFetching) {
        String url = "http://127.0.0.1:" + shop.getAddress().getPort();
        return ReceiptBuyers.beside(url, PER_SECOND, isFetching, this::sale);
    }

    private Sample sale() {
        try {
            bought.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Sample(1, 7, 7, 7, 0, 0, new Histogram(3));
    }

    private void sell(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Order-Id", Integer.toString(orders.incrementAndGet()));
            exchange.sendResponseHeaders(200, -1);
        }
        bought.countDown();
    }

    /** Of each third order there is none. */
    private void give(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int order = Integer.parseInt(path.replaceAll("\\D", ""));
        receipts.incrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(path.endsWith("/receipt") && order % 3 != 0 ? 200 : 503, -1);
        }
    }
}
