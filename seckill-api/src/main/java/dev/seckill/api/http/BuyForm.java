package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.admission.Caller;
import dev.seckill.api.admission.Verdict;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.http.FormOutcome.Result;
import dev.seckill.api.http.jetty.Arrival;
import dev.seckill.api.live.CountedSales;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.Request;
import dev.seckill.model.BuyerId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Purchases by the form of a page, for browsers without JavaScript. Whatever comes of one, the browser is sent on to an
 * address that says it and can be reloaded. A form that is sent twice is one order.
 */
final class BuyForm implements HttpRoutes {

    private static final byte[] NOTHING = {};

    private final PageMaker pages;
    private final SaleRequests requests;
    private final Admission admission;
    private final ApiMetrics metrics;
    private final CountedSales counted;

    /** @param counted counts the purchases */
    BuyForm(PageMaker pages, SaleRequests requests, Admission admission, ApiMetrics metrics, CountedSales counted) {
        this.pages = pages;
        this.requests = requests;
        this.admission = admission;
        this.metrics = metrics;
        this.counted = counted;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/sales/{sale}/buy", ctx -> pages.ofSale(ctx, sale -> buy(ctx, sale)));
        // Whoever comes back to it later finds the sale.
        HealthRoutes.add(routes, "/sales/{sale}/buy", this::back);
    }

    private void back(Context ctx) {
        pages.ofSale(ctx, sale -> {
            ctx.redirect(SalePages.address(sale));
            return CompletableFuture.completedFuture(null);
        });
    }

    private CompletableFuture<Void> buy(Context ctx, SaleId sale) {
        if (!FormOrigin.isOwn(ctx) || !FormFields.isTypeOf(ctx.header("Content-Type"))) {
            return pages.foreign(ctx);
        }
        FormBuyer buyer = FormBuyer.of(ctx);
        if (buyer == null) {
            FormBuyer.giveTo(ctx);
            return goOn(ctx, sale, new FormOutcome(Result.RESEND, 1, 1));
        }
        RequestCounts counts = counted.purchase(sale, Arrival.nanos(ctx.req()));
        counts.received();
        Form form = new Form(ctx, sale, buyer, counts);
        if (admission.ofAddress(form) instanceof Verdict.Refused refused) {
            return goOn(ctx, sale, form.refused(new NotAdmitted(admission.counted(refused, counts))));
        }
        return requests.ask(ctx, counts, sale, form::purchase)
                .handle((reply, failure) -> failure == null ? form.decided(reply) : form.refused(failure.getCause()))
                .thenCompose(outcome -> goOn(ctx, sale, outcome));
    }

    /** Sends the browser on, which asks for the page with a GET. */
    private static CompletableFuture<Void> goOn(Context ctx, SaleId sale, FormOutcome outcome) {
        String address = OutcomePage.address(sale);
        OutcomePage.keep(ctx, sale, outcome);
        ctx.header("Location", address);
        ShortReply.write(ctx, HttpStatus.SEE_OTHER, "text/plain", NOTHING);
        return CompletableFuture.completedFuture(null);
    }

    /** A form under way. Its token is read as if it came in the head. */
    private final class Form implements Caller {

        private final Context ctx;
        private final SaleId sale;
        private final FormBuyer browser;
        private final RequestCounts counts;
        private volatile FormFields fields = new FormFields(1, 1, "");

        Form(Context ctx, SaleId sale, FormBuyer browser, RequestCounts counts) {
            this.ctx = ctx;
            this.sale = sale;
            this.browser = browser;
            this.counts = counts;
        }

        @Override
        public String peer() {
            return ctx.req().getRemoteAddr();
        }

        @Override
        public List<String> values(String header) {
            return header.equalsIgnoreCase("Authorization")
                    ? List.of("Bearer " + fields.token())
                    : RequestHead.values(ctx.req(), header);
        }

        CompletableFuture<Request> purchase(byte[] body) {
            fields = FormFields.parse(body);
            return admission.ofToken(this).thenApply(ofToken -> {
                BuyerId proven = admitted(ofToken);
                BuyerId buyer = admitted(admission.ofBuyer(proven, proven == null ? browser.buyer() : null));
                return new Purchase(browser.key(sale, buyer, fields.number()), buyer, fields.quantity());
            });
        }

        private BuyerId admitted(Verdict verdict) {
            return NotAdmitted.unless(verdict, admission, counts);
        }

        FormOutcome decided(Reply reply) {
            return switch (reply.decision().outcome()) {
                case ACCEPTED, REPLAYED -> {
                    if (!reply.logged()) {
                        metrics.answeredUnlogged();
                    }
                    SaleEvent.Accepted accepted =
                            (SaleEvent.Accepted) reply.decision().entry().event();
                    yield new FormOutcome(
                            reply.logged() ? Result.ACCEPTED : Result.PENDING,
                            fields.number(),
                            accepted.order().quantity(),
                            accepted.orderId(),
                            accepted.heldUntil());
                }
                case SOLD_OUT -> outcome(Result.SOLD_OUT);
                case NOT_ENOUGH -> outcome(Result.NOT_ENOUGH);
                case LIMIT_REACHED -> outcome(Result.LIMIT_REACHED);
                case NOT_OPEN -> outcome(Result.notOpen(reply.decision().seen()));
                case KEY_REUSED -> outcome(Result.KEY_REUSED);
                case UNKNOWN_SALE ->
                    outcome(
                            requests.refusal(sale, reply.decision()).status() == HttpStatus.NOT_FOUND
                                    ? Result.UNKNOWN_SALE
                                    : Result.BUSY);
                case OVERLOADED -> outcome(Result.BUSY);
                case CHANGED, UNCHANGED, REFUSED, UNKNOWN_ORDER, LATE, SEEN ->
                    throw new IllegalStateException("not the outcome of a purchase");
            };
        }

        /** Of what came to no decision. */
        FormOutcome refused(Throwable why) {
            if (why instanceof NotAdmitted refusal) {
                return switch (refusal.verdict().why()) {
                    case UNAUTHORIZED -> outcome(Result.UNAUTHORIZED);
                    case INVALID -> outcome(Result.REFUSED);
                    case TOO_MANY, OVERLOADED, UNAVAILABLE -> outcome(Result.BUSY);
                };
            }
            boolean isBusy = why instanceof SaleRequests.Undecided || why instanceof NoRoom;
            return outcome(isBusy ? Result.BUSY : Result.REFUSED);
        }

        private FormOutcome outcome(Result result) {
            return new FormOutcome(result, fields.number(), fields.quantity());
        }
    }
}
