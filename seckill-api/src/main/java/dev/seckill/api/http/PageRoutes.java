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

/** The pages for people: what is on offer, a sale to buy from, the operators' console, the report of a sale, the check of a receipt. */
public final class PageRoutes implements HttpRoutes {

    private static final int LOOKS_MAX = 100;
    private static final Duration IDS_AGE = Duration.ofSeconds(1);

    private final List<HttpRoutes> parts = new ArrayList<>();

    /**
     * The routes of one server; none if its pages are off.
     *
     * @param deciding has decided what requests ask
     * @param sales all sales that there are; may block
     * @param orderBook where the order book is read; null: nowhere
     * @param hasReceipts whether buyers can have receipts
     * @param staff tokens of those for whom the console and the report are
     * @param lookAge how long all who open a page of a sale share a look at it
     * @param admission says who may buy
     * @param counted counts the purchases
     */
    public PageRoutes(
            Deciding deciding,
            Decisions decisions,
            Supplier<? extends Collection<SaleId>> sales,
            ApiConfig.Http settings,
            OrderBookSettings orderBook,
            boolean hasReceipts,
            StaffTokens staff,
            PageSettings pages,
            Duration lookAge,
            Admission admission,
            ApiMetrics metrics,
            CountedSales counted) {
        if (!pages.on()) {
            return;
        }
        SaleRequests requests = new SaleRequests(deciding, decisions, settings);
        SharedLooks<SaleId, Reply> looks =
                new SharedLooks<>(sale -> requests.decide(sale, new Look()), lookAge, LOOKS_MAX, System::nanoTime);
        PageTemplates templates = new PageTemplates();
        Map<String, Object> facts = Map.ofEntries(
                Map.entry("hasAdmins", !staff.admin().isEmpty()),
                Map.entry("hasStaff", !staff.isEmpty()),
                Map.entry("hasBook", orderBook != null),
                Map.entry("hasReceipts", hasReceipts),
                Map.entry("provesBuyers", admission.provesBuyers()));
        PageMaker maker = new PageMaker(templates, facts, requests.retryAfterSeconds());
        SalePages salePages = new SalePages(maker, requests, looks, metrics.pages());
        parts.add(new OfferPage(maker, new OfferedSales(sales, IDS_AGE, System::nanoTime), looks));
        parts.add(salePages);
        parts.add(new BuyForm(maker, requests, admission, metrics, counted));
        parts.add(new OutcomePage(maker, salePages));
        parts.add(new StaffPages(maker));
        parts.add(new VerifyPage());
        parts.add(new FileRoutes(templates.files()));
        if (!pages.embedOrigins().isEmpty()) {
            parts.add(new EmbedRoutes(salePages, pages.embedOrigins()));
        }
        if (orderBook != null) {
            parts.add(new OrderWayRoute(way(orderBook, requests, metrics), metrics.reads()));
        }
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
