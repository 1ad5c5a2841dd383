package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.admission.Verdict;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.http.jetty.Arrival;
import dev.seckill.api.live.CountedSales;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.Purchase;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Purchases by buyers who say who they are, of as many units as they name. */
final class OrderRoutes implements HttpRoutes {

    private static final String BUYER = "buyer";
    private static final String QUANTITY = "quantity";
    private static final Set<String> FIELDS = Set.of(BUYER, QUANTITY);

    private final SaleRequests requests;
    private final Admission admission;
    private final ApiMetrics metrics;
    private final CountedSales counted;

    /**
     * @param admission says who the buyer is, and whether that buyer may ask now
     * @param counted counts the purchases
     */
    OrderRoutes(SaleRequests requests, Admission admission, ApiMetrics metrics, CountedSales counted) {
        this.requests = requests;
        this.admission = admission;
        this.metrics = metrics;
        this.counted = counted;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/api/sales/{sale}/orders", this::buy);
    }

    private void buy(Context ctx) {
        RequestCounts counts = counted.purchase(RequestHead.saleOrNull(ctx), Arrival.nanos(ctx.req()));
        requests.serve(ctx, counts, head -> head(head, counts), this::answer);
    }

    private SaleRequests.Asked head(Context ctx, RequestCounts counts) {
        CompletableFuture<Verdict> ofHead = admission.ofHead(new ServletCaller(ctx.req()));
        if (ofHead.isDone()) {
            admitted(ofHead.join(), counts); // whose body is not read otherwise
        }
        SaleId sale = RequestHead.sale(ctx);
        IdempotencyKey key = RequestHead.key(ctx);
        RequestHead.requireJson(ctx);
        return new SaleRequests.Asked(
                sale,
                ofHead,
                body -> purchase(key, admitted(ofHead.join(), counts), JsonBody.parse(body, FIELDS), counts));
    }

    private Purchase purchase(IdempotencyKey key, BuyerId proven, JsonBody body, RequestCounts counts) {
        boolean isNamed = proven == null || body.has(BUYER);
        BuyerId named = isNamed ? new BuyerId(body.text(BUYER, BuyerId.LENGTH_MAX)) : null;
        int quantity = (int) body.whole(QUANTITY, 1, SaleDefinition.UNITS_MAX, 1);
        return new Purchase(key, admitted(admission.ofBuyer(proven, named), counts), quantity);
    }

    private BuyerId admitted(Verdict verdict, RequestCounts counts) {
        return NotAdmitted.unless(verdict, admission, counts);
    }

    private void answer(Context ctx, SaleId sale, Reply reply) {
        Outcome outcome = reply.decision().outcome();
        if (outcome != Outcome.ACCEPTED && outcome != Outcome.REPLAYED) {
            requests.refuse(ctx, sale, reply.decision());
            return;
        }
        SaleEvent.Accepted accepted =
                (SaleEvent.Accepted) reply.decision().entry().event();
        OrderId id = accepted.orderId();
        ctx.header("Location", "/api/sales/" + sale + "/orders/" + id);
        ctx.header("Order-Id", id.toString());
        if (outcome == Outcome.REPLAYED) {
            ctx.header("Idempotency-Replayed", "true");
        }
        if (!reply.logged()) {
            metrics.answeredUnlogged();
        }
        HttpStatus logged = outcome == Outcome.REPLAYED ? HttpStatus.OK : HttpStatus.CREATED;
        ShortReply.write(
                ctx, reply.logged() ? logged : HttpStatus.ACCEPTED, SaleJson.CONTENT_TYPE, SaleJson.order(accepted));
    }
}
