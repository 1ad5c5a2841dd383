package dev.seckill.api.http;

import dev.seckill.api.http.FormOutcome.Result;
import dev.seckill.api.pages.PageTemplates;
import dev.seckill.api.pages.SaleOnPage;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Says on the page of a sale what came of its form; the browser brings that along in a cookie. */
final class OutcomePage implements HttpRoutes {

    private static final String COOKIE = "seckill_outcome";
    private static final int DAY_SECONDS = 24 * 60 * 60;

    private final PageMaker pages;
    private final SalePages sales;

    OutcomePage(PageMaker pages, SalePages sales) {
        this.pages = pages;
        this.sales = sales;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/sales/{sale}/outcome", this::outcome);
    }

    /** Where it is said. */
    static String address(SaleId sale) {
        return SalePages.address(sale) + "/outcome";
    }

    /** Has the browser keep it, for that address alone. */
    static void keep(Context ctx, SaleId sale, FormOutcome outcome) {
        PageCookie.set(ctx, COOKIE, outcome.text(), address(sale), DAY_SECONDS);
    }

    private void outcome(Context ctx) {
        FormOutcome kept = FormOutcome.parse(ctx.cookie(COOKIE));
        if (kept == null && FormBuyer.of(ctx) != null) {
            pages.ofSale(ctx, sale -> {
                ctx.redirect(SalePages.address(sale)); // nothing came of anything lately
                return CompletableFuture.completedFuture(null);
            });
            return;
        }
        FormOutcome outcome = kept == null ? new FormOutcome(Result.NO_COOKIE, 1, 1) : kept;
        sales.alone(ctx, seen -> facts(outcome, seen));
    }

    private static Map<String, Object> facts(FormOutcome outcome, SaleSeen seen) {
        boolean hasOrder = outcome.order() != null;
        boolean isUsed = hasOrder || outcome.result() == Result.KEY_REUSED; // its number has an order
        boolean isAnother = isUsed && mayHaveMore(seen);
        boolean mayRetry = outcome.result().isOpen();
        Map<String, Object> facts = new HashMap<>();
        facts.put(
                "outcome",
                Map.of(
                        "kind",
                        outcome.result().key(),
                        "tone",
                        hasOrder ? "good" : "warn",
                        "says",
                        outcome.says(seen.at()),
                        "detail",
                        "",
                        "order",
                        hasOrder ? order(outcome) : false));
        facts.put("isDone", hasOrder && !isAnother);
        facts.put("number", isAnother ? outcome.number() + 1 : outcome.number());
        if (isAnother) {
            facts.put("press", "outcome.another");
        }
        if (mayRetry) {
            facts.put("press", "outcome.retry");
            facts.put("mayPress", true);
            facts.put("quantities", SaleOnPage.quantities(seen, outcome.quantity()));
        }
        return facts;
    }

    private static boolean mayHaveMore(SaleSeen seen) {
        return seen.status() == SaleSeen.Status.OPEN && seen.definition().perBuyer() != 1;
    }

    /** With its JSON for the script, which may be there after all. */
    private static Map<String, Object> order(FormOutcome outcome) {
        Map<String, Object> order = new HashMap<>();
        order.put("orderId", outcome.order().toString());
        order.put("quantity", outcome.quantity());
        order.put("heldUntil", SaleJson.time(outcome.heldUntil()));
        order.put("state", (outcome.heldUntil() == null ? OrderState.CONFIRMED : OrderState.HELD).name());
        order.put("logged", outcome.result() != Result.PENDING);
        order.put("json", PageTemplates.json(order));
        order.put("heldUntil", SaleOnPage.time(outcome.heldUntil()));
        return order;
    }
}
