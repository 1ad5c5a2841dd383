package dev.seckill.api.http;

import dev.seckill.api.http.jetty.ServerThreads;
import dev.seckill.api.pages.Language;
import dev.seckill.api.pages.PageBody;
import dev.seckill.api.pages.PageTemplates;
import dev.seckill.api.pages.SharedLooks;
import dev.seckill.model.SaleId;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Makes the pages of one server, each of which may name the same facts about it. Thread-safe. */
final class PageMaker {

    private final PageTemplates templates;
    private final Map<String, Object> facts;
    private final String retryAfterSeconds;
    private final Map<Object, PageBody> problems = new ConcurrentHashMap<>();

    /** @param retryAfterSeconds after which it may help to come again */
    PageMaker(PageTemplates templates, Map<String, Object> facts, String retryAfterSeconds) {
        this.templates = templates;
        this.facts = facts;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The language of whoever asks. */
    static Language language(Context ctx) {
        return Language.of(ctx.header("Accept-Language"));
    }

    /** A page with what it is about. */
    PageBody page(String template, Language language, Map<String, Object> about) {
        return templates.page(template, language, named(about));
    }

    /** The same for one who asks alone. */
    PageBody pageForOne(String template, Language language, Map<String, Object> about) {
        return templates.pageForOne(template, language, named(about));
    }

    private Map<String, Object> named(Map<String, Object> about) {
        Map<String, Object> names = new HashMap<>(facts);
        names.putAll(about);
        return names;
    }

    /** Answers with what is about the sale in the path. */
    void ofSale(Context ctx, Function<SaleId, CompletableFuture<Void>> page) {
        ctx.future(() -> {
            SaleId sale;
            try {
                sale = RequestHead.sale(ctx);
            } catch (InvalidRequest none) {
                return unknown(ctx);
            }
            return page.apply(sale);
        });
    }

    /** Says that there is nothing at an address. */
    CompletableFuture<Void> unknown(Context ctx) {
        return unknown(ctx, PageRules.PLAIN);
    }

    /** The same where a page with these rules was asked for. */
    CompletableFuture<Void> unknown(Context ctx, PageRules rules) {
        return problem(ctx, HttpStatus.NOT_FOUND, "unknown", rules);
    }

    /** Says that something cannot be shown now. */
    CompletableFuture<Void> away(Context ctx, PageRules rules) {
        ctx.header("Retry-After", retryAfterSeconds);
        return problem(ctx, HttpStatus.SERVICE_UNAVAILABLE, "away", rules);
    }

    /** Says that a form did not come from this server's page. */
    CompletableFuture<Void> foreign(Context ctx) {
        return problem(ctx, HttpStatus.FORBIDDEN, "foreign", PageRules.PLAIN);
    }

    /** @param problem how its texts begin; each page of a problem is made once, as any stranger can have it shown */
    private CompletableFuture<Void> problem(Context ctx, HttpStatus status, String problem, PageRules rules) {
        Language language = language(ctx);
        PageBody page = problems.computeIfAbsent(
                List.of(problem, language), missing -> page("problem", language, Map.of("problem", problem)));
        return PageReply.write(ctx, status, page, rules);
    }

    /**
     * Answers with what a look has seen, once it has. The request must be asynchronous.
     *
     * @param answer gets what was seen, or null if that is not known; not called by the thread that has looked, which has no
     *     time to make a page
     */
    static <V> CompletableFuture<Void> whenSeen(
            Context ctx, SharedLooks.Look<V> look, Function<V, CompletableFuture<Void>> answer) {
        CompletableFuture<V> seen = look.seen().exceptionally(failure -> null);
        return seen.isDone() ? answer.apply(seen.join()) : seen.thenComposeAsync(answer, ServerThreads.of(ctx.req()));
    }
}
