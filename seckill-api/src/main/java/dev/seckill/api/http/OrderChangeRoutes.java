package dev.seckill.api.http;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.OrderChange;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

/**
 * What becomes of an order: the shop says that it is paid, it is held for longer, or given back. Without a token that
 * would be good for it there is no such route.
 */
final class OrderChangeRoutes implements HttpRoutes {

    private static final String ORDER = "/api/sales/{sale}/orders/{orderId}";
    private static final String UNTIL = "until";

    private final SaleRequests requests;
    private final OrderAccess access;
    private final RequestCounts counts;

    /** @param counts counts the changes */
    OrderChangeRoutes(SaleRequests requests, OrderAccess access, RequestCounts counts) {
        this.requests = requests;
        this.access = access;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (access.hasStaff()) {
            routes.post(ORDER + "/confirm", ctx -> serve(ctx, this::confirm));
        }
        if (access.hasStaff() || access.hasBuyers()) {
            routes.post(ORDER + "/extend", ctx -> serve(ctx, this::extend));
            routes.post(ORDER + "/cancel", ctx -> serve(ctx, this::cancel));
        }
    }

    private void serve(Context ctx, Function<Context, SaleRequests.Asked> head) {
        requests.serve(ctx, counts, head, this::answer);
    }

    private SaleRequests.Asked confirm(Context ctx) {
        String by = access.staff(ctx).by();
        SaleId sale = RequestHead.sale(ctx);
        OrderId order = RequestHead.order(ctx);
        return new SaleRequests.Asked(sale, nothing -> new OrderChange.Confirm(order, by));
    }

    private SaleRequests.Asked extend(Context ctx) {
        OrderAccess.Asking asking = access.anybody(ctx, counts);
        SaleId sale = RequestHead.sale(ctx);
        OrderId order = RequestHead.order(ctx);
        if (RequestBody.isAnnounced(ctx.req())) {
            RequestHead.requireJson(ctx);
        }
        return new SaleRequests.Asked(sale, asking.checked(), body -> {
            OrderAccess.Asker asker = asking.asker().get();
            Instant until = body.length == 0
                    ? null
                    : JsonBody.parse(body, Set.of(UNTIL)).time(UNTIL);
            return new OrderChange.Extend(order, asker.by(), until, asker.buyer());
        });
    }

    private SaleRequests.Asked cancel(Context ctx) {
        OrderAccess.Asking asking = access.anybody(ctx, counts);
        SaleId sale = RequestHead.sale(ctx);
        OrderId order = RequestHead.order(ctx);
        return new SaleRequests.Asked(sale, asking.checked(), nothing -> {
            OrderAccess.Asker asker = asking.asker().get();
            return new OrderChange.Cancel(order, asker.by(), asker.buyer());
        });
    }

    private void answer(Context ctx, SaleId sale, Reply reply) {
        Outcome outcome = reply.decision().outcome();
        if (outcome != Outcome.CHANGED && outcome != Outcome.UNCHANGED) {
            requests.refuse(ctx, sale, reply.decision());
            return;
        }
        if (outcome == Outcome.UNCHANGED) {
            ctx.header("Idempotency-Replayed", "true");
        }
        ShortReply.write(
                ctx,
                reply.logged() ? HttpStatus.OK : HttpStatus.ACCEPTED,
                SaleJson.CONTENT_TYPE,
                SaleJson.order(sale, RequestHead.order(ctx), reply.decision().order()));
    }
}
