package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.redis.StoreRisk;
import dev.seckill.api.redis.StoreRisks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the process lives, and whether what it needs can be used now. */
public final class HealthRoutes implements HttpRoutes {

    private final Supplier<SaleView> sale;
    private final OrderDelivery delivery;
    private final Supplier<String> admission;
    private final StoreRisks risks;
    private final Supplier<String> instance;

    /**
     * @param sale what was last seen of the default sale
     * @param admission why nobody can be admitted, as a sentence; null when there is no such reason
     * @param risks how Redis may lose things
     * @param instance why this instance shall get no buyers, as a sentence: it is warming up, or stopping; or null
     */
    public HealthRoutes(
            Supplier<SaleView> sale,
            OrderDelivery delivery,
            Supplier<String> admission,
            StoreRisks risks,
            Supplier<String> instance) {
        this.admission = admission;
        this.risks = risks;
        this.sale = sale;
        this.delivery = delivery;
        this.instance = instance;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        add(routes, "/health/live", ctx -> page(ctx, "text/plain", "UP"));
        add(routes, "/health/ready", this::ready);
    }

    /** Javalin's own HEAD does not ask the GET, and says length 0. */
    static void add(RoutesConfig routes, String path, Handler page) {
        routes.get(path, page);
        routes.head(path, page);
    }

    /** With its length, which a HEAD is told too. */
    static void page(Context ctx, String contentType, String text) {
        byte[] body = text.getBytes(UTF_8);
        ctx.res().setContentLength(body.length);
        ctx.contentType(contentType).result(body);
    }

    /** It sells, so it is ready; somebody should look at it nevertheless. */
    private String warnings() {
        Set<StoreRisk> present = risks.present();
        return present.isEmpty()
                ? ""
                : present.stream()
                        .map(risk -> '"' + risk.sentence() + '"')
                        .collect(Collectors.joining(",", ",\"warnings\":[", "]"));
    }

    /** Why it is not ready, as sentences; none: it is ready. */
    public List<String> troubles() {
        return troubles(sale.get());
    }

    private List<String> troubles(SaleView view) {
        return Stream.of(view.trouble(), delivery.refusal(), admission.get(), instance.get())
                .filter(Objects::nonNull)
                .toList();
    }

    private void ready(Context ctx) {
        SaleView view = sale.get();
        List<String> troubles = troubles(view);
        if (!troubles.isEmpty()) {
            new ProblemReply(HttpStatus.SERVICE_UNAVAILABLE, String.join(" ", troubles)).answer(ctx);
        } else {
            page(ctx, "application/json", "{\"ready\":true,\"left\":" + view.left() + warnings() + "}");
        }
    }
}
