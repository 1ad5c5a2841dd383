package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.OrderBookException;
import java.time.Duration;

/** The consumer makes the tables when it first reaches MySQL, which may be a moment after it started. */
final class OrderBookWait {

    private OrderBookWait() {}

    /** @throws OrderBookException if the order book cannot be read within the time */
    static void await(MySqlOrderBook book, Duration wait, Terminal terminal) throws InterruptedException {
        OrderBookException[] last = new OrderBookException[1];
        boolean there = Patience.await(wait, () -> {
            try {
                book.countAfter(0);
                return true;
            } catch (OrderBookException notYet) {
                if (last[0] == null) {
                    terminal.say("Waiting up to " + wait.toSeconds() + " s: " + notYet.getMessage());
                }
                last[0] = notYet;
                return false;
            }
        });
        if (!there) {
            throw last[0];
        }
    }
}
