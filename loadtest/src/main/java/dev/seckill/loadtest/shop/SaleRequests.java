package dev.seckill.loadtest.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** The requests that one sale is bought from and changed with. Thread-safe. */
public final class SaleRequests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SaleId sale;
    private final Duration replyWait;

    /** @param replyWait how long a client waits for a reply */
    public SaleRequests(SaleId sale, Duration replyWait) {
        this.sale = sale;
        this.replyWait = replyWait;
    }

    /**
     * A purchase.
     *
     * @param api the instance, as {@code http://host:port}
     * @param buyer who buys
     * @param bearer the buyer's token, which says who buys; null where the API takes the buyer's word
     * @param units how many
     * @param key its Idempotency-Key; null for none
     */
    public HttpRequest order(URI api, String buyer, String bearer, long units, String key) {
        ObjectNode body = JSON.createObjectNode().put("quantity", units);
        if (bearer == null) {
            body.put("buyer", buyer);
        }
        HttpRequest.Builder request = to(api, "/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString(), UTF_8));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return request.build();
    }

    /**
     * A change of an order.
     *
     * @param bearer the shop's token, or the buyer's
     * @param order its id
     * @param change confirm, extend or cancel
     */
    public HttpRequest orderChange(URI api, String bearer, String order, String change) {
        return to(api, "/orders/" + order + "/" + change)
                .header("Authorization", "Bearer " + bearer)
                .POST(BodyPublishers.noBody())
                .build();
    }

    HttpRequest define(URI api, AdminToken admin, SalePlan plan) {
        return of(api, "", admin)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(plan.toJson(), UTF_8))
                .build();
    }

    HttpRequest restock(URI api, AdminToken admin, long units, String key) {
        return of(api, "/restock", admin)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"units\":" + units + "}", UTF_8))
                .build();
    }

    /** @param change pause, resume or close */
    HttpRequest change(URI api, AdminToken admin, String change) {
        return of(api, "/" + change, admin).POST(BodyPublishers.noBody()).build();
    }

    private HttpRequest.Builder of(URI api, String path, AdminToken admin) {
        return to(api, path).header("Authorization", "Bearer " + admin.secret());
    }

    private HttpRequest.Builder to(URI api, String path) {
        return HttpRequest.newBuilder(api.resolve("/api/sales/" + sale + path)).timeout(replyWait);
    }
}
