package dev.seckill.api.http;

import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads of the order book, passed on to the consumer so that pages and shops have one address. Operators and shops may
 * read all of it, a buyer an order of their own.
 */
final class OrderBookRoutes implements HttpRoutes {

    private static final String SALE = "/api/sales/{sale}";
    private static final long NUMBER_MAX = 1_000_000_000_000_000L;
    private static final long LIMIT_MAX = 1000;
    private static final long LIMIT = 100;
    private static final String BUYERS = "buyers";
    private static final String PLAIN = "plain";
    private static final String JSON = SaleJson.CONTENT_TYPE;
    private static final String CSV = "text/csv";

    private final BookForward forward;
    private final ReportForward reports;
    private final OrderAccess access;
    private final RequestCounts counts;

    /** @param counts counts the reads */
    OrderBookRoutes(BookForward forward, ReportForward reports, OrderAccess access, RequestCounts counts) {
        this.forward = forward;
        this.reports = reports;
        this.access = access;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (access.hasStaff() || access.hasBuyers()) {
            add(routes, "/orders/{orderId}", this::order);
        }
        if (access.hasStaff()) {
            add(routes, "/orders", ctx -> list(ctx, "/orders", nothing -> ""));
            add(routes, "/events", ctx -> list(ctx, "/events", OrderBookRoutes::about));
            add(routes, "/orders.csv", ctx -> {
                access.staff(ctx);
                forward.stream(ctx, base(RequestHead.sale(ctx)) + "/orders.csv", CSV);
            });
            add(routes, "/report", this::report);
            add(routes, "/audit", ctx -> {
                access.staff(ctx);
                reports.audit(ctx, base(RequestHead.sale(ctx)) + "/audit");
            });
        }
    }

    /** Each is counted, whatever comes of it. */
    private void add(RoutesConfig routes, String path, Consumer<Context> read) {
        HealthRoutes.add(routes, SALE + path, ctx -> {
            counts.received();
            try {
                read.accept(ctx);
            } catch (InvalidRequest e) {
                counts.refusedAsInvalid();
                throw e;
            } catch (Unauthorized e) {
                counts.refusedAsUnauthorized();
                throw e;
            }
        });
    }

    private void order(Context ctx) {
        OrderAccess.Asking asking = access.anybody(ctx, counts);
        SaleId sale = RequestHead.sale(ctx);
        OrderId order = RequestHead.order(ctx);
        forward.order(ctx, base(sale) + "/orders/" + order, asking);
    }

    private void list(Context ctx, String path, Function<Context, String> more) {
        access.staff(ctx);
        SaleId sale = RequestHead.sale(ctx);
        long after = ListQuery.number(ctx, "after", 0, NUMBER_MAX, 0);
        long limit = ListQuery.number(ctx, "limit", 1, LIMIT_MAX, LIMIT);
        forward.stream(ctx, base(sale) + path + "?after=" + after + "&limit=" + limit + more.apply(ctx), JSON);
    }

    private static String about(Context ctx) {
        String about = ListQuery.one(ctx, "about");
        if (about != null && !about.equals("sale")) {
            throw new InvalidRequest("about", "This must be sale.");
        }
        return about == null ? "" : "&about=sale";
    }

    private void report(Context ctx) {
        OrderAccess.Asker asker = access.staff(ctx);
        SaleId sale = RequestHead.sale(ctx);
        String buyers = ListQuery.one(ctx, BUYERS);
        if (buyers != null && !buyers.equals(PLAIN) && !buyers.equals("hashed")) {
            throw new InvalidRequest(BUYERS, "This must be hashed or plain.");
        }
        boolean isPlain = PLAIN.equals(buyers);
        if (isPlain && !asker.isAdmin()) {
            counts.refusedAsUnauthorized();
            new ProblemReply(HttpStatus.FORBIDDEN, "Only an operator may read the report with buyers' names.")
                    .answer(ctx);
            return;
        }
        reports.report(ctx, sale, base(sale) + "/report" + (isPlain ? "?buyers=plain" : ""));
    }

    /** An id of a sale has no character that a path would have to encode. */
    private static String base(SaleId sale) {
        return "/api/sales/" + sale;
    }
}
