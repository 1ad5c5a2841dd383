package dev.seckill.api.http;

import dev.seckill.api.pages.Language;
import dev.seckill.api.pages.PageBody;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;

/** The console and the report: pages without a figure in them, which fetch all that they show with a token. */
final class StaffPages implements HttpRoutes {

    private final PageMaker pages;
    private final PageBody console;

    StaffPages(PageMaker pages) {
        this.pages = pages;
        this.console = pages.page("console", Language.EN, Map.of());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/console", ctx -> write(ctx, console));
        HealthRoutes.add(routes, "/sales/{sale}/report", this::report);
    }

    private void report(Context ctx) {
        SaleId sale = pages.sale(ctx);
        if (sale == null) {
            return;
        }
        write(ctx, pages.page("report", Language.EN, Map.of("sale", sale.value())));
    }

    private static void write(Context ctx, PageBody page) {
        if (!PageReply.isKnown(ctx, page)) {
            PageReply.write(ctx, HttpStatus.OK, page, PageRules.PLAIN);
        }
    }
}
