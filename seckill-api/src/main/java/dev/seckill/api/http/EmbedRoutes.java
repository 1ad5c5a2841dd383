package dev.seckill.api.http;

import dev.seckill.api.pages.PageBody;
import dev.seckill.api.pages.PageTemplates;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;

/** The button to buy in a shop's own page: the script that puts a frame there, and the page in the frame. */
final class EmbedRoutes implements HttpRoutes {

    private static final String SCRIPT = "embed.js";
    private static final String TYPE = "text/javascript; charset=utf-8";

    private final SalePages sales;
    private final List<String> origins;
    private final Map<String, Object> facts;
    private final PageBody script = PageTemplates.resource(SCRIPT);

    /** @param origins of the pages that may have it */
    EmbedRoutes(SalePages sales, List<String> origins) {
        this.sales = sales;
        this.origins = origins;
        this.facts = Map.of("embed", Map.of("origins", String.join(" ", origins)));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/" + SCRIPT, this::script);
        HealthRoutes.add(routes, "/embed/{sale}", ctx -> sales.shared(ctx, facts, origins));
    }

    /** Has no name of its own for each content, since it stands in pages of others. */
    private void script(Context ctx) {
        ctx.header("Cross-Origin-Resource-Policy", "cross-origin");
        ctx.res().addHeader("Vary", "Origin");
        String origin = ctx.header("Origin");
        if (origin != null && origins.contains(origin)) {
            ctx.header("Access-Control-Allow-Origin", origin);
        }
        ctx.contentType(TYPE); // also where nothing follows: browsers refuse a script of others that is plain text then
        if (!PageReply.isKnown(ctx, script)) {
            ctx.future(() -> PageReply.body(ctx, HttpStatus.OK, TYPE, script));
        }
    }
}
