package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.live.LiveFigures;
import dev.seckill.api.live.OverviewStreams;
import dev.seckill.api.live.SaleList;
import dev.seckill.api.live.SaleStreams;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.sale.Look;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** All routes under {@code /api/sales}, for buyers and operators. */
public final class SalesApi implements HttpRoutes {

    private final List<HttpRoutes> parts;

    /**
     * The routes of one server.
     *
     * @param deciding has decided what requests ask
     * @param first a sale that operators watch, if it is there, whether it is listed or not
     * @param sales all sales that there are; may block
     * @param orderBook where the order book is read; null: nowhere
     * @param staff tokens of operators and shops; without any they can change nothing
     * @param admission says who may buy
     * @param figures what all instances count
     */
    public SalesApi(
            Deciding deciding,
            Decisions decisions,
            SaleId first,
            Supplier<? extends Collection<SaleId>> sales,
            ApiConfig.Http settings,
            OrderBookSettings orderBook,
            StaffTokens staff,
            Admission admission,
            ApiMetrics metrics,
            LiveSettings live,
            LiveFigures figures) {
        SaleRequests requests = new SaleRequests(deciding, decisions, settings);
        OrderAccess access = new OrderAccess(staff, admission);
        List<HttpRoutes> all = new ArrayList<>(List.of(
                new OrderRoutes(requests, admission, metrics, figures.counted()),
                new OrderChangeRoutes(requests, access, metrics.orderChanges()),
                new SaleRoutes(requests, metrics.looks()),
                new SaleListRoute(requests, sales, metrics.looks()),
                new AdminRoutes(requests, staff.admin(), metrics.changes())));
        OrderBook book = orderBook == null ? null : new OrderBook(orderBook);
        Function<SaleId, CompletableFuture<Reply>> looks = sale -> requests.decide(sale, new Look());
        SaleStreams ofSales = new SaleStreams(live, looks, SaleJson::fields);
        OverviewStreams ofAll = new OverviewStreams(
                live,
                figures,
                decisions,
                new SaleList(decisions, first, sales, live.salesMax()),
                looks,
                SaleJson::fields,
                book);
        metrics.watchViewers(ofSales.seats()::taken, ofAll.seats()::taken);
        all.add(new LiveRoutes(requests, access, admission::address, metrics.looks(), live, ofSales, ofAll));
        if (orderBook != null) {
            BookForward forward = new BookForward(book, orderBook, requests, metrics.reads());
            ReportForward reports = new ReportForward(forward, requests, figures::of, orderBook.stepWait());
            all.add(new OrderBookRoutes(forward, reports, access, metrics.reads()));
            BookForward files =
                    new BookForward(book, orderBook, Math.max(1, orderBook.max() / 2), requests, metrics.reads());
            all.add(new ProofRoutes(files, metrics.reads()));
        }
        parts = List.copyOf(all);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        parts.forEach(part -> part.addTo(routes));
    }

    @Override
    public void stop() {
        parts.forEach(HttpRoutes::stop);
    }
}
