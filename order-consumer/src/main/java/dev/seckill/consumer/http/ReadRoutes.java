package dev.seckill.consumer.http;

import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.report.BuyerNames;
import dev.seckill.consumer.report.EventView;
import dev.seckill.consumer.report.OrderJson;
import dev.seckill.consumer.report.Part;
import dev.seckill.consumer.status.ReadMetrics;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** What the order book holds of a sale, for who has a token. Without tokens there are no such routes. */
public final class ReadRoutes implements HttpRoutes {

    private static final String SALE = "/api/sales/{sale}/";

    private final ReadSettings settings;
    private final BookReads book;
    private final ReadGuard guard;
    private final BuyerNames names = new BuyerNames();
    private final Semaphore reads;
    private final Semaphore exports;

    public ReadRoutes(ReadSettings settings, BookReads book, ReadMetrics metrics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.book = Objects.requireNonNull(book, "book");
        this.guard = new ReadGuard(settings.tokens(), Objects.requireNonNull(metrics, "metrics"));
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
        HttpRoutes.page(routes, SALE + path, guard.around(room, handler));
    }

    private void order(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        String body = book.order(sale, ReadQuery.order(ctx)).map(OrderJson::of).orElseThrow(ReadRoutes::unknownOrder);
        Reply.write(ctx, 200, Reply.JSON, body);
    }

    static Problem unknownOrder() {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "unknown-order",
                "There is no such order",
                "The order book has no such order of this sale.");
    }

    private void report(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        BuyerNames shown = ReadQuery.isPlain(ctx) ? null : names;
        requireKnown(sale);
        Reply.write(ctx, 200, Reply.JSON, book.report(sale, settings.reportBound(), shown));
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
        requireKnown(book, sale);
    }

    /** @throws Problem if the book has nothing of the sale */
    static void requireKnown(BookReads book, SaleId sale) {
        if (!book.knows(sale)) {
            throw new Problem(
                    HttpStatus.NOT_FOUND,
                    "unknown-sale",
                    "There is no such sale",
                    "The order book has nothing of such a sale.");
        }
    }
}
