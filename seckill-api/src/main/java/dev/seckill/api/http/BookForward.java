package dev.seckill.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.http.jetty.BrokenOff;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.orderbook.BookReply;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.orderbook.OrderBookUnavailableException;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.BuyerId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a read on to the consumer, and its reply back, part by part. Each read under way has a thread of the server, which
 * may wait, so there is a bound on them. Thread-safe.
 */
final class BookForward {

    private static final Logger log = LoggerFactory.getLogger(BookForward.class);

    private static final String PROBLEM = "application/problem+json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An order is some 500 bytes, with the longest names below 4 KiB. */
    private static final int ORDER_BYTES_MAX = 16 * 1024;

    private final OrderBook book;
    private final Duration wait;
    private final Duration longWait;
    private final Semaphore free;
    private final SaleRequests requests;
    private final RequestCounts counts;
    private final SparseLine failed = new SparseLine();

    /** @param counts counts what came of each read */
    BookForward(OrderBook book, OrderBookSettings settings, SaleRequests requests, RequestCounts counts) {
        this(book, settings, settings.max(), requests, counts);
    }

    /** @param max reads at once */
    BookForward(OrderBook book, OrderBookSettings settings, int max, SaleRequests requests, RequestCounts counts) {
        this.book = book;
        this.wait = settings.stepWait();
        this.longWait = settings.reportWait();
        this.free = new Semaphore(max);
        this.requests = requests;
        this.counts = counts;
    }

    /** Something that asks the book. */
    @FunctionalInterface
    private interface Read {

        void run() throws OrderBookUnavailableException;
    }

    /** Makes the reply of an order; of null if the book does not have it. */
    @FunctionalInterface
    interface Way {

        byte[] of(byte[] order) throws IOException;
    }

    /** A read whose reply may be long: sent on as it comes. */
    void stream(Context ctx, String target, String contentType) {
        within(ctx, () -> {
            try (BookReply reply = book.ask(ctx.method().name(), target)) {
                if (reply.status() == HttpStatus.NOT_FOUND.getCode()) {
                    counts.answered(Outcome.UNKNOWN_SALE);
                    requests.problem(ctx, ProblemType.UNKNOWN_SALE.reply("There is no such sale in the order book."));
                    return;
                }
                requireGood(reply, contentType);
                ctx.status(HttpStatus.OK).contentType(reply.contentType());
                reply.length().ifPresent(ctx.res()::setContentLengthLong);
                pass(ctx, reply);
            }
        });
    }

    /**
     * A file for everybody, or a proof that may not be there yet: sent on as it comes, with how long it may be kept.
     *
     * @param contentType of it, and of what is said while it is not there yet
     * @param missing what is answered if there is none
     */
    void file(Context ctx, String target, String contentType, Outcome none, ProblemReply missing) {
        within(ctx, () -> {
            try (BookReply reply = book.ask(ctx.method().name(), target)) {
                if (reply.status() == HttpStatus.NOT_FOUND.getCode()) {
                    counts.answered(none);
                    requests.problem(ctx, missing);
                    return;
                }
                boolean isNotYet = reply.status() == HttpStatus.ACCEPTED.getCode();
                if (!isNotYet) {
                    requireGood(reply, contentType);
                }
                ctx.status(reply.status()).contentType(reply.contentType());
                for (String header : List.of("Cache-Control", "Retry-After")) {
                    reply.header(header).ifPresent(value -> ctx.header(header, value));
                }
                reply.length().ifPresent(ctx.res()::setContentLengthLong);
                pass(ctx, reply);
            }
        });
    }

    /** Makes one reply of another. */
    @FunctionalInterface
    interface Change {

        byte[] of(byte[] body) throws OrderBookUnavailableException;
    }

    /**
     * A read that may take its time, changed before it is passed on. Why the consumer refuses is passed on, too.
     *
     * @param most bytes of the consumer's reply
     */
    void whole(Context ctx, String target, int most, Change change) {
        within(ctx, () -> {
            try (BookReply reply = book.ask("GET", target, longWait)) {
                if (reply.status() == HttpStatus.NOT_FOUND.getCode()) {
                    counts.answered(Outcome.UNKNOWN_SALE);
                    requests.problem(ctx, ProblemType.UNKNOWN_SALE.reply("There is no such sale in the order book."));
                    return;
                }
                if (isRefusal(reply)) {
                    counts.failedToAnswer();
                    requests.problem(ctx, ProblemType.UNAVAILABLE.reply(why(reply)));
                    return;
                }
                requireGood(reply, SaleJson.CONTENT_TYPE);
                byte[] body = change.of(reply.body(most));
                ctx.status(HttpStatus.OK).contentType(SaleJson.CONTENT_TYPE);
                ctx.res().setContentLength(body.length); // which a HEAD is told too
                ctx.res().getOutputStream().write(body);
                counts.answered(Outcome.SEEN);
            } catch (IOException askerIsGone) {
                log.debug("http - a reply was not taken", askerIsGone);
                counts.answered(Outcome.SEEN);
            }
        });
    }

    /** One order: read as a whole, because a buyer may only see their own. */
    void order(Context ctx, String target, OrderAccess.Asking asking) {
        within(ctx, () -> {
            BuyerId buyer = asker(asking).buyer();
            byte[] order = order(target);
            if (order == null || buyer != null && !isOf(buyer, order)) {
                counts.answered(Outcome.UNKNOWN_ORDER);
                requests.problem(ctx, ProblemType.UNKNOWN_ORDER.reply("There is no such order in the order book."));
                return;
            }
            counts.answered(Outcome.SEEN);
            ctx.res().setContentLength(order.length); // which a HEAD is told too
            ShortReply.write(ctx, HttpStatus.OK, SaleJson.CONTENT_TYPE, order);
        });
    }

    /** The same without regard to who asks: so much of it as one who knows its id may know. */
    void way(Context ctx, String target, Way way) {
        within(ctx, () -> {
            byte[] reply;
            try {
                reply = way.of(order(target));
            } catch (IOException e) {
                throw new OrderBookUnavailableException("the consumer answers with what is no JSON", e);
            }
            counts.answered(Outcome.SEEN);
            ctx.res().setContentLength(reply.length); // which a HEAD is told too
            ShortReply.write(ctx, HttpStatus.OK, SaleJson.CONTENT_TYPE, reply);
        });
    }

    /** Null if the book does not have it. */
    private byte[] order(String target) throws OrderBookUnavailableException {
        try (BookReply reply = book.ask("GET", target)) {
            if (reply.status() == HttpStatus.NOT_FOUND.getCode()) {
                return null;
            }
            requireGood(reply, SaleJson.CONTENT_TYPE);
            return reply.body(ORDER_BYTES_MAX);
        }
    }

    private void within(Context ctx, Read read) {
        if (!free.tryAcquire()) {
            counts.answered(Outcome.OVERLOADED);
            requests.problem(ctx, ProblemType.OVERLOADED.reply("Too many reads of the order book are under way."));
            return;
        }
        try {
            read.run();
        } catch (OrderBookUnavailableException e) {
            failed.say(times ->
                    log.warn("http - the order book can't be read (times={}, reason={})", times, Reason.of(e)));
            counts.failedToAnswer();
            if (ctx.res().isCommitted()) {
                BrokenOff.reply(ctx.req());
            } else {
                ctx.res().reset();
                requests.problem(ctx, ProblemType.UNAVAILABLE.reply("The order book can't be read now."));
            }
        } finally {
            free.release();
        }
    }

    /** Its token may still be under examination, by threads of their own. */
    private OrderAccess.Asker asker(OrderAccess.Asking asking) throws OrderBookUnavailableException {
        CompletableFuture<?> checked = asking.checked();
        try {
            checked.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrderBookUnavailableException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new OrderBookUnavailableException("the buyer's token could not be checked", e);
        }
        return asking.asker().get();
    }

    private static void requireGood(BookReply reply, String contentType) throws OrderBookUnavailableException {
        boolean isGood = reply.status() == HttpStatus.OK.getCode()
                && reply.contentType().toLowerCase(Locale.ROOT).startsWith(contentType);
        if (!isGood) {
            throw new OrderBookUnavailableException("the consumer answers with status " + reply.status(), null);
        }
    }

    private static boolean isRefusal(BookReply reply) {
        return reply.status() == HttpStatus.SERVICE_UNAVAILABLE.getCode()
                && reply.contentType().toLowerCase(Locale.ROOT).startsWith(PROBLEM);
    }

    /** The sentence in a problem. */
    private static String why(BookReply problem) throws OrderBookUnavailableException {
        try {
            return JSON.readTree(problem.body(ORDER_BYTES_MAX))
                    .path("detail")
                    .asText("The order book can't be read now.");
        } catch (IOException e) {
            throw new OrderBookUnavailableException("the consumer answers with what is no JSON", e);
        }
    }

    /** What has begun is counted, also if whoever asked goes away. */
    private void pass(Context ctx, BookReply reply) throws OrderBookUnavailableException {
        byte[] buffer = new byte[0];
        try {
            OutputStream out = ctx.res().getOutputStream();
            for (List<ByteBuffer> part = reply.next(); part != null; part = reply.next()) {
                for (ByteBuffer bytes : part) {
                    buffer = buffer.length < bytes.remaining() ? new byte[bytes.remaining()] : buffer;
                    int length = bytes.remaining();
                    bytes.get(buffer, 0, length);
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException askerIsGone) {
            log.debug("http - a reply was not taken", askerIsGone);
        }
        counts.answered(Outcome.SEEN);
    }

    private static boolean isOf(BuyerId buyer, byte[] order) throws OrderBookUnavailableException {
        try {
            JsonNode named = JSON.readTree(order).path("buyer");
            return named.isTextual() && named.textValue().equals(buyer.value());
        } catch (IOException e) {
            throw new OrderBookUnavailableException("the consumer answers with what is no JSON", e);
        }
    }
}
