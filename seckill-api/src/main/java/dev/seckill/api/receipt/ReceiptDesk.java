package dev.seckill.api.receipt;

import dev.seckill.api.config.ReceiptSettings;
import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.orderlog.OrderLogUnavailableException;
import dev.seckill.api.orderlog.OrderSearch;
import dev.seckill.api.redis.RedisStandings;
import dev.seckill.api.redis.RedisStandings.Standing;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where receipts are asked for. One thread looks for orders where they should be and signs; another one looks for those that
 * are not there, through all of the log, so that nobody waits for somebody who made an id up. Both are outside of all that
 * decides. Thread-safe.
 *
 * <p>An order is looked for in the order log first, or among what it has acknowledged to this instance a moment ago, and in
 * the outbox then: what is in neither may have left the outbox in
 * between, so all of the log is searched before it is called unknown. While the log is away, the outbox alone says of an order
 * that it is there.
 */
public final class ReceiptDesk implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReceiptDesk.class);

    /** Orders that may be looked for through all of the log, or wait for it. */
    static final int FAR_MAX = 16;

    private final Function<OrderId, Optional<LoggedEvent>> near;
    private final Function<OrderId, Optional<LoggedEvent>> anywhere;
    private final BiFunction<SaleId, OrderId, Standing> standings;
    private final ReceiptSigner signer;
    private final Runnable onNearClose;
    private final Runnable onFarClose;
    private final int max;
    private final Semaphore room;
    private final Semaphore farRoom = new Semaphore(FAR_MAX);
    private final ExecutorService desk = thread("receipts");
    private final ExecutorService archive = thread("receipts-search");
    private final SparseLine failed = new SparseLine();
    private volatile boolean closed;

    /**
     * The desk of an instance; connects when it is first asked.
     *
     * @param standings belong to the desk from now on and are closed with it
     * @param recent looked at before the log is
     * @param looks has somebody look whether a sale is sound. Must not block
     */
    public static ReceiptDesk of(
            ReceiptSettings settings,
            KafkaSettings kafka,
            RedisStandings standings,
            LoggedMarks marks,
            RecentOrders recent,
            Consumer<SaleId> looks) {
        OrderSearch near = OrderSearch.near(kafka, settings.searchWait());
        OrderSearch anywhere = OrderSearch.anywhere(kafka, settings.searchWait());
        return new ReceiptDesk(
                settings,
                order -> recent.find(order).or(() -> near.find(order)),
                anywhere::find,
                standings::of,
                new ReceiptSigner(settings.keys(), standings::of, marks, looks, settings.searchWait()),
                () -> {
                    near.close();
                    standings.close();
                },
                anywhere::close);
    }

    ReceiptDesk(
            ReceiptSettings settings,
            Function<OrderId, Optional<LoggedEvent>> near,
            Function<OrderId, Optional<LoggedEvent>> anywhere,
            BiFunction<SaleId, OrderId, Standing> standings,
            ReceiptSigner signer,
            Runnable onNearClose,
            Runnable onFarClose) {
        this.near = near;
        this.anywhere = anywhere;
        this.standings = standings;
        this.signer = signer;
        this.onNearClose = onNearClose;
        this.onFarClose = onFarClose;
        this.max = settings.max();
        this.room = new Semaphore(max);
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Asks for the receipt of an order. Never blocks. */
    public CompletableFuture<ReceiptReply> receipt(SaleId sale, OrderId order) {
        if (!room.tryAcquire()) {
            return CompletableFuture.completedFuture(new ReceiptReply.Full());
        }
        CompletableFuture<ReceiptReply> answer = new CompletableFuture<>();
        CompletableFuture<ReceiptReply> told = answer.whenComplete((reply, failure) -> room.release());
        run(desk, answer, () -> look(sale, order, answer));
        return told;
    }

    /** Those who wait for an answer. */
    public int waiting() {
        return max - room.availablePermits();
    }

    private void look(SaleId sale, OrderId order, CompletableFuture<ReceiptReply> answer) {
        Optional<LoggedEvent> found;
        try {
            found = near.apply(order);
        } catch (OrderLogUnavailableException e) {
            if (!standings.apply(sale, order).isWaiting()) {
                throw e;
            }
            answer.complete(new ReceiptReply.Waiting());
            return;
        }
        if (found.isPresent()) {
            answer.complete(signer.sign(sale, found.get()));
        } else if (standings.apply(sale, order).isWaiting()) {
            answer.complete(new ReceiptReply.Waiting());
        } else if (farRoom.tryAcquire()) {
            answer.whenComplete((reply, failure) -> farRoom.release());
            run(archive, answer, () -> lookFar(sale, order, answer));
        } else {
            answer.complete(new ReceiptReply.Full());
        }
    }

    private void lookFar(SaleId sale, OrderId order, CompletableFuture<ReceiptReply> answer) {
        Optional<LoggedEvent> found = anywhere.apply(order);
        if (found.isPresent()) {
            run(desk, answer, () -> answer.complete(signer.sign(sale, found.get())));
        } else {
            answer.complete(new ReceiptReply.Unknown());
        }
    }

    private void run(ExecutorService thread, CompletableFuture<ReceiptReply> answer, Runnable step) {
        try {
            thread.execute(() -> {
                if (closed) {
                    answer.complete(new ReceiptReply.Unavailable("The instance is stopping."));
                } else {
                    run(answer, step);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.complete(new ReceiptReply.Unavailable("The instance is stopping."));
        }
    }

    private void run(CompletableFuture<ReceiptReply> answer, Runnable step) {
        try {
            step.run();
        } catch (OrderLogUnavailableException e) {
            tell(e);
            answer.complete(new ReceiptReply.Unavailable("The order log cannot be read."));
        } catch (StockUnavailableException e) {
            tell(e);
            answer.complete(new ReceiptReply.Unavailable(e.trouble()));
        } catch (RuntimeException e) {
            tell(e);
            answer.complete(new ReceiptReply.Unavailable("The receipt could not be made."));
        } catch (Error e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    private void tell(RuntimeException e) {
        failed.say(times -> log.warn("receipts - one could not be made (times={}, reason={})", times, Reason.of(e)));
    }

    /** Answers what waits, without a receipt, and disconnects. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        archive.execute(onFarClose);
        archive.shutdown();
        desk.execute(onNearClose);
        desk.shutdown();
        try {
            archive.awaitTermination(1, TimeUnit.SECONDS);
            desk.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
