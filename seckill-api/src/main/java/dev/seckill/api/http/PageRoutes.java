package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.live.CountedSales;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.pages.OfferedSales;
import dev.seckill.api.pages.PageTemplates;
import dev.seckill.api.pages.SharedLooks;
import dev.seckill.api.sale.Look;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The pages for people: what is on offer, a sale to buy from, the operators' console, the report of a sale. */
public final class PageRoutes implements HttpRoutes {

    private static final Duration LOOK_AGE = Duration.ofMillis(250);
    private static final int LOOKS_MAX = 1000;
    private static final Duration IDS_AGE = Duration.ofSeconds(1);

    private final List<HttpRoutes> parts;

    /**
     * The routes of one server.
     *
     * @param sales all sales that there are; may block
     * @param orderBook where the order book is read; null: nowhere
     * @param staff tokens of those for whom the console and the report are
     * @param admission says who may buy
     * @param counted counts the purchases
     */
    public PageRoutes(
            Decisions decisions,
            Supplier<? extends Collection<SaleId>> sales,
            ApiConfig.Http settings,
            OrderBookSettings orderBook,
            StaffTokens staff,
            PageSettings pages,
            Admission admission,
            ApiMetrics metrics,
            CountedSales counted) {
        SaleRequests requests = new SaleRequests(decisions::submit, decisions::view, settings);
        SharedLooks<SaleId, Reply> looks =
                new SharedLooks<>(sale -> requests.decide(sale, new Look()), LOOK_AGE, LOOKS_MAX, System::nanoTime);
        PageTemplates templates = new PageTemplates();
        PageMaker maker = new PageMaker(
                templates,
                Map.of(
                        "hasAdmins",
                        !staff.admin().isEmpty(),
                        "hasStaff",
                        !staff.isEmpty(),
                        "hasBook",
                        orderBook != null,
                        "provesBuyers",
                        admission.provesBuyers()),
                requests.retryAfterSeconds());
        SalePages salePages = new SalePages(maker, requests, looks);
        List<HttpRoutes> all = new ArrayList<>(List.of(
                new OfferPage(maker, new OfferedSales(sales, IDS_AGE, System::nanoTime), looks),
                salePages,
                new BuyForm(maker, requests, admission, metrics, counted),
                new OutcomePage(maker, salePages),
                new StaffPages(maker),
                new FileRoutes(templates.files())));
        if (!pages.embedOrigins().isEmpty()) {
            all.add(new EmbedRoutes(salePages, pages.embedOrigins()));
        }
        if (orderBook != null) {
            all.add(new OrderWayRoute(way(orderBook, requests, metrics), metrics.reads()));
        }
        parts = List.copyOf(all);
    }

    /** Buyers who look after their orders leave the threads to those who read for the shop. */
    private static BookForward way(OrderBookSettings orderBook, SaleRequests requests, ApiMetrics metrics) {
        int max = Math.max(1, orderBook.max() / 2);
        return new BookForward(new OrderBook(orderBook), orderBook, max, requests, metrics.reads());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        parts.forEach(part -> part.addTo(routes));
    }
}
