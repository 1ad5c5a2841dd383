package dev.seckill.api.http;

import dev.seckill.api.pages.Language;
import dev.seckill.api.pages.PageBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The console and the report: each one page for all, which fetches what it shows with a token. */
final class StaffPages implements HttpRoutes {

    private final PageMaker pages;
    private final PageBody console;
    private final PageBody report;

    StaffPages(PageMaker pages) {
        this.pages = pages;
        this.console = pages.page("console", Language.EN, Map.of());
        this.report = pages.page("report", Language.EN, Map.of());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/console", ctx -> ctx.future(() -> write(ctx, console)));
        HealthRoutes.add(routes, "/sales/{sale}/report", ctx -> pages.ofSale(ctx, sale -> write(ctx, report)));
    }

    private static CompletableFuture<Void> write(Context ctx, PageBody page) {
        return PageReply.isKnown(ctx, page)
                ? CompletableFuture.completedFuture(null)
                : PageReply.write(ctx, HttpStatus.OK, page, PageRules.PLAIN);
    }
}
