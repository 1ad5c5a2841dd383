package dev.seckill.consumer;

import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends orders for as long as it is open, always some more than the book holds: whoever drains the topic, however fast,
 * does not come to its end. To be opened once the book has its table.
 */
final class OrderFeed implements AutoCloseable {

    private static final int AHEAD = 1_000;
    private static final int BATCH = 250;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final TestTopic topic;
    private final TestBook book;
    private final TestOrders orders;
    private final CompletableFuture<List<Order>> sent;
    private volatile boolean open = true;

    /** @param orders nobody else may take any of them before the end */
    OrderFeed(TestTopic topic, TestBook book, TestOrders orders) {
        this.topic = topic;
        this.book = book;
        this.orders = orders;
        this.sent = CompletableFuture.supplyAsync(this::feed, task -> new Thread(task, "order-feed").start());
    }

    private List<Order> feed() {
        List<Order> all = new ArrayList<>();
        while (open) {
            if (all.size() - book.count() < AHEAD) {
                all.addAll(send());
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        all.addAll(send());
        return all;
    }

    private List<Order> send() {
        List<Order> batch = orders.next(BATCH);
        topic.sendEvents(TestOrders.events(batch));
        return batch;
    }

    /** Ends it; returns all that it sent, the last of them after this call. */
    List<Order> stop() {
        open = false;
        return sent.join();
    }

    /** Returns once nothing is sent any more; what went wrong is told by {@link #stop}. */
    @Override
    public void close() {
        open = false;
        sent.exceptionally(failed -> List.of()).join();
    }
}
