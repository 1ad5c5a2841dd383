package dev.seckill.consumer.http;

import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.report.BuyerNames;
import dev.seckill.consumer.report.EventView;
import dev.seckill.consumer.report.OrderJson;
import dev.seckill.consumer.report.Part;
import dev.seckill.consumer.status.ReadMetrics;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the order book holds of a sale, for who has a token. Without tokens there are no such routes. */
public final class ReadRoutes implements HttpRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ReadRoutes.class);

    private static final String SALE = "/api/sales/{sale}/";
    /** Seconds; reads are short. */
    private static final String OVERLOADED_RETRY = "1";
    /** Seconds; the consumer itself asks again at most so often. */
    private static final String AWAY_RETRY = "5";

    private final ReadSettings settings;
    private final BookReads book;
    private final ReadTokens tokens;
    private final BuyerNames names = new BuyerNames();
    private final Semaphore reads;
    private final Semaphore exports;
    private final ReadMetrics metrics;
    private final SparseLine away = new SparseLine();

    public ReadRoutes(ReadSettings settings, BookReads book, ReadMetrics metrics) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.book = Objects.requireNonNull(book, "book");
        this.tokens = new ReadTokens(settings.tokens());
        this.reads = new Semaphore(settings.readsMax());
        this.exports = new Semaphore(settings.exportsMax());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (!settings.isOn()) {
            return;
        }
        add(routes, "orders", reads, ctx -> {
            SaleId sale = ReadQuery.sale(ctx);
            part(ctx, sale, book.orders(sale, ReadQuery.after(ctx), ReadQuery.limit(ctx)), OrderJson::orders, "");
        });
        add(routes, "orders/{orderId}", reads, this::order);
        add(routes, "events", reads, ctx -> {
            SaleId sale = ReadQuery.sale(ctx);
            long after = ReadQuery.after(ctx);
            int limit = ReadQuery.limit(ctx);
            Part<EventView> events =
                    ReadQuery.isAboutSale(ctx) ? book.changes(sale, after, limit) : book.events(sale, after, limit);
            part(ctx, sale, events, OrderJson::events, ReadQuery.isAboutSale(ctx) ? "&about=sale" : "");
        });
        add(routes, "report", exports, this::report);
        CsvDownload download = new CsvDownload(book, settings.exportTimeout());
        add(routes, "orders.csv", exports, ctx -> {
            SaleId sale = ReadQuery.sale(ctx);
            requireKnown(sale);
            download.answer(ctx, sale);
        });
    }

    private void add(RoutesConfig routes, String path, Semaphore room, Handler handler) {
        HttpRoutes.page(routes, SALE + path, ctx -> guarded(ctx, room, handler));
    }

    private void guarded(Context ctx, Semaphore room, Handler handler) throws Exception {
        try {
            tokens.check(ctx);
            inRoom(ctx, room, handler);
            metrics.answered();
        } catch (Problem e) {
            if (e.isMissing()) {
                metrics.answered();
            } else {
                metrics.refused();
            }
            throw e;
        } catch (StoreUnavailableException e) {
            metrics.failed();
            away.say(times ->
                    LOG.warn("http-server - the order book could not be read (times={}, {})", times, Reason.of(e)));
            ctx.header("Retry-After", AWAY_RETRY);
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The sale can't be used now",
                    "The order book can't be read now.");
        } catch (BrokenOffException e) {
            metrics.failed();
        }
    }

    private static void inRoom(Context ctx, Semaphore room, Handler handler) throws Exception {
        if (!room.tryAcquire()) {
            ctx.header("Retry-After", OVERLOADED_RETRY);
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE, "overloaded", "Too much at once", "Too much is read at once.");
        }
        try {
            handler.handle(ctx);
        } finally {
            room.release();
        }
    }

    private void order(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        String body = book.order(sale, ReadQuery.order(ctx))
                .map(OrderJson::of)
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "unknown-order",
                        "There is no such order",
                        "The order book has no such order of this sale."));
        Reply.write(ctx, 200, Reply.JSON, body);
    }

    private void report(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        BuyerNames shown = ReadQuery.isPlain(ctx) ? null : names;
        requireKnown(sale);
        Reply.write(ctx, 200, Reply.JSON, book.report(sale, settings.exportTimeout(), shown));
    }

    private <T> void part(Context ctx, SaleId sale, Part<T> part, Function<Part<T>, String> json, String more) {
        if (part.entries().isEmpty()) {
            requireKnown(sale);
        }
        if (part.next() != null) {
            ctx.header(
                    "Link",
                    '<' + ctx.path() + "?after=" + part.next() + "&limit=" + ReadQuery.limit(ctx) + more
                            + ">; rel=\"next\"");
        }
        Reply.write(ctx, 200, Reply.JSON, json.apply(part));
    }

    private void requireKnown(SaleId sale) {
        if (!book.knows(sale)) {
            throw new Problem(
                    HttpStatus.NOT_FOUND,
                    "unknown-sale",
                    "There is no such sale",
                    "The order book has nothing of such a sale.");
        }
    }
}
