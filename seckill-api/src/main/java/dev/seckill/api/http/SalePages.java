package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.pages.Language;
import dev.seckill.api.pages.PageBody;
import dev.seckill.api.pages.SaleOnPage;
import dev.seckill.api.pages.SharedLooks;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The page of a sale, for buyers. All who open it within a moment share a look at the sale, and the page made of it. */
final class SalePages implements HttpRoutes {

    private static final String TEMPLATE = "buyer";

    private static final Map<String, Object> ALONE = new HashMap<>();

    static {
        ALONE.put("embed", null);
        ALONE.put("outcome", null);
        ALONE.put("number", 1);
        ALONE.put("isDone", false);
    }

    private final PageMaker pages;
    private final SaleRequests requests;
    private final SharedLooks<SaleId, Reply> looks;
    private final RequestCounts counts;

    /** @param counts counts the pages */
    SalePages(PageMaker pages, SaleRequests requests, SharedLooks<SaleId, Reply> looks, RequestCounts counts) {
        this.pages = pages;
        this.requests = requests;
        this.looks = looks;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/sales/{sale}", ctx -> shared(ctx, Map.of(), List.of()));
    }

    /** Where a sale's page is. */
    static String address(SaleId sale) {
        return "/sales/" + sale; // whose id has no character that a path would have to encode
    }

    /**
     * Shows the sale in the path, the same page to all for whom these facts hold.
     *
     * @param around origins of the pages in whose frames it may stand
     */
    void shared(Context ctx, Map<String, Object> facts, List<String> around) {
        show(ctx, around, (sale, look) -> {
            Language language = PageMaker.language(ctx);
            return look.page(
                    List.of(language, facts), () -> pages.page(TEMPLATE, language, about(facts, sale, seen(look))));
        });
    }

    /** Shows the sale in the path to one alone, with facts that depend on what it is like. */
    void alone(Context ctx, Function<SaleSeen, Map<String, Object>> facts) {
        show(ctx, List.of(), (sale, look) -> {
            SaleSeen seen = seen(look);
            return pages.pageForOne(TEMPLATE, PageMaker.language(ctx), about(facts.apply(seen), sale, seen));
        });
    }

    private void show(Context ctx, List<String> around, BiFunction<SaleId, SharedLooks.Look<Reply>, PageBody> page) {
        pages.ofSale(ctx, sale -> {
            counts.received();
            SharedLooks.Look<Reply> look = looks.of(sale);
            return PageMaker.whenSeen(ctx, look, reply -> {
                if (reply == null || reply.decision().outcome() != Outcome.SEEN) {
                    return refuse(ctx, sale, reply, PageRules.ofPictures(false, List.of(), around));
                }
                counts.answered(Outcome.SEEN);
                FormBuyer.giveTo(ctx);
                String picture = seen(look).definition().picture();
                PageRules rules = PageRules.ofPictures(true, Collections.singleton(picture), around);
                return PageReply.write(ctx, HttpStatus.OK, page.apply(sale, look), rules);
            });
        });
    }

    /** @param reply null if there is none */
    private CompletableFuture<Void> refuse(Context ctx, SaleId sale, Reply reply, PageRules rules) {
        boolean isUnknown =
                reply != null && requests.refusal(sale, reply.decision()).status() == HttpStatus.NOT_FOUND;
        if (isUnknown) {
            counts.answered(Outcome.UNKNOWN_SALE);
            return pages.unknown(ctx, rules);
        }
        counts.failedToAnswer();
        return pages.away(ctx, rules);
    }

    /** Of a look that is over and has seen the sale. */
    private static SaleSeen seen(SharedLooks.Look<Reply> look) {
        return look.seen().join().decision().seen();
    }

    private static Map<String, Object> about(Map<String, Object> facts, SaleId sale, SaleSeen seen) {
        Map<String, Object> about = SaleOnPage.of(sale, seen);
        about.put("mayPress", seen.status() == SaleSeen.Status.OPEN);
        about.put("saleJson", new String(SaleJson.sale(sale, seen), UTF_8).replace("<", "\\u003c"));
        about.put("press", "buy." + about.get("state"));
        about.putAll(ALONE);
        about.putAll(facts);
        return about;
    }
}
