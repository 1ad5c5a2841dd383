package dev.seckill.api.http;

import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;

/** Has decided what an HTTP request asks. */
@FunctionalInterface
public interface Deciding {

    /** As {@link Decisions#submit}. */
    CompletableFuture<Reply> decide(HttpServletRequest origin, SaleId sale, Request request);

    /** Without traces. */
    static Deciding by(Decisions decisions) {
        return (origin, sale, request) -> decisions.submit(sale, request);
    }
}
