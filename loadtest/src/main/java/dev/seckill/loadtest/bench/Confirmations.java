package dev.seckill.loadtest.bench;

import dev.seckill.model.SaleId;
import io.hyperfoil.http.steps.HttpRequestStepBuilder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The shop's calls that confirm held orders, one after the other; once all are, from the first on again. Thread-safe. */
final class Confirmations {

    private final String paths;
    private final List<String> orders;
    private final String token;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * @param orders their ids
     * @param token of the shop or an operator
     */
    Confirmations(SaleId sale, List<String> orders, String token) {
        this.paths = "/api/sales/" + sale + "/orders/";
        this.orders = List.copyOf(orders);
        this.token = token;
    }

    /** Has a request confirm the next one each time. */
    void ask(HttpRequestStepBuilder request) {
        request.path(session -> paths + orders.get(next.getAndIncrement() % orders.size()) + "/confirm")
                .headerAppender((session, sent) -> sent.putHeader("Authorization", "Bearer " + token));
    }
}
