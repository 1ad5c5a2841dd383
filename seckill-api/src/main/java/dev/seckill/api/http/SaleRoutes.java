package dev.seckill.api.http;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** What one sale is like: the look goes through the queue, so it is no older than the reply that any buyer gets. */
final class SaleRoutes implements HttpRoutes {

    private final SaleRequests requests;
    private final RequestCounts counts;

    /** @param counts counts the looks */
    SaleRoutes(SaleRequests requests, RequestCounts counts) {
        this.requests = requests;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(
                routes, "/api/sales/{sale}", ctx -> requests.serve(ctx, counts, SaleRoutes::head, this::answer));
    }

    private static SaleRequests.Asked head(Context ctx) {
        return new SaleRequests.Asked(RequestHead.sale(ctx), nothing -> new Look());
    }

    private void answer(Context ctx, SaleId sale, Reply reply) {
        if (reply.decision().outcome() == Outcome.SEEN) {
            byte[] body = SaleJson.sale(sale, reply.decision().seen());
            ctx.res().setContentLength(body.length); // which a HEAD is told too
            ShortReply.write(ctx, HttpStatus.OK, SaleJson.CONTENT_TYPE, body);
        } else {
            requests.refuse(ctx, sale, reply.decision());
        }
    }
}
