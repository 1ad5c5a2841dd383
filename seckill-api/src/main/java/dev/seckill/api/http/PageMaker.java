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
import java.util.Map;
import java.util.function.BiConsumer;

/** Makes the pages of one server, each of which may name the same facts about it. Thread-safe. */
final class PageMaker {

    private final PageTemplates templates;
    private final Map<String, Object> facts;
    private final String retryAfterSeconds;

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
        Map<String, Object> names = new HashMap<>(facts);
        names.putAll(about);
        return templates.page(template, language, names);
    }

    /** The sale in the path; null if there can be none, which is answered. */
    SaleId sale(Context ctx) {
        try {
            return RequestHead.sale(ctx);
        } catch (InvalidRequest none) {
            unknown(ctx);
            return null;
        }
    }

    /** Says that there is nothing at an address. */
    void unknown(Context ctx) {
        problem(ctx, HttpStatus.NOT_FOUND, "unknown");
    }

    /** Says that something cannot be shown now. */
    void away(Context ctx) {
        ctx.header("Retry-After", retryAfterSeconds);
        problem(ctx, HttpStatus.SERVICE_UNAVAILABLE, "away");
    }

    /** Says that a form did not come from this server's page. */
    void foreign(Context ctx) {
        problem(ctx, HttpStatus.FORBIDDEN, "foreign");
    }

    /** @param problem how its texts begin */
    private void problem(Context ctx, HttpStatus status, String problem) {
        PageReply.write(ctx, status, page("problem", language(ctx), Map.of("problem", problem)), PageRules.PLAIN);
    }

    /**
     * Answers with what a look has seen, once it has.
     *
     * @param answer gets what was seen, or null if that is not known; not called by the thread that has looked, which has no
     *     time to make a page
     */
    static <V> void whenSeen(Context ctx, SharedLooks.Look<V> look, BiConsumer<SharedLooks.Look<V>, V> answer) {
        if (look.seen().isDone()) {
            answer.accept(look, look.seen().exceptionally(failure -> null).join());
        } else {
            ctx.future(() -> look.seen()
                    .exceptionally(failure -> null)
                    .thenAcceptAsync(seen -> answer.accept(look, seen), ServerThreads.of(ctx.req())));
        }
    }
}
