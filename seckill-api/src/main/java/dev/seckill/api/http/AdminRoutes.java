package dev.seckill.api.http;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleChange;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.NamedTokens;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Set;
import java.util.function.Function;

/** How operators plan a sale and change it while it runs. Without a token that would be good there are no such routes. */
final class AdminRoutes implements HttpRoutes {

    private static final String UNITS = "units";
    private static final long UNITS_MAX = 1_000_000_000;

    private final SaleRequests requests;
    private final NamedTokens tokens;
    private final RequestCounts counts;

    /** @param counts counts the changes */
    AdminRoutes(SaleRequests requests, NamedTokens tokens, RequestCounts counts) {
        this.requests = requests;
        this.tokens = tokens;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (tokens.isEmpty()) {
            return;
        }
        routes.put("/api/sales/{sale}", ctx -> serve(ctx, this::define));
        routes.post("/api/sales/{sale}/restock", ctx -> serve(ctx, this::restock));
        routes.post("/api/sales/{sale}/pause", ctx -> serve(ctx, head -> plain(head, SaleChange.Pause::new)));
        routes.post("/api/sales/{sale}/resume", ctx -> serve(ctx, head -> plain(head, SaleChange.Resume::new)));
        routes.post("/api/sales/{sale}/close", ctx -> serve(ctx, head -> plain(head, SaleChange.Close::new)));
    }

    private void serve(Context ctx, Function<Context, SaleRequests.Asked> head) {
        requests.serve(ctx, counts, head, this::answer);
    }

    private SaleRequests.Asked define(Context ctx) {
        String by = by(ctx);
        SaleId sale = RequestHead.sale(ctx);
        RequestHead.requireJson(ctx);
        return new SaleRequests.Asked(sale, body -> NewSale.parse(body).by(by));
    }

    private SaleRequests.Asked restock(Context ctx) {
        String by = by(ctx);
        SaleId sale = RequestHead.sale(ctx);
        IdempotencyKey key = RequestHead.requiredKey(ctx);
        RequestHead.requireJson(ctx);
        return new SaleRequests.Asked(sale, body -> new SaleChange.Restock(by, key, units(body)));
    }

    private static long units(byte[] body) {
        long units = JsonBody.parse(body, Set.of(UNITS)).whole(UNITS, -UNITS_MAX, UNITS_MAX);
        if (units == 0) {
            throw new InvalidRequest(UNITS, "This must not be 0.");
        }
        return units;
    }

    private SaleRequests.Asked plain(Context ctx, Function<String, SaleChange> change) {
        String by = by(ctx);
        return new SaleRequests.Asked(RequestHead.sale(ctx), nothing -> change.apply(by));
    }

    private String by(Context ctx) {
        return tokens.nameOf(RequestHead.bearer(ctx))
                .orElseThrow(() -> Unauthorized.refused("This token is not good for this."));
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
                SaleJson.sale(sale, reply.decision().seen()));
    }
}
