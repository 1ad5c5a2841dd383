package dev.seckill.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/**
 * How far an order has come, for the page that shows it to its buyer. Whoever knows the order's id may ask, so nothing in it
 * says who the buyer is. An order that the book does not have may still be on its way there.
 */
final class OrderWayRoute implements HttpRoutes {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BookForward forward;
    private final RequestCounts counts;

    /** @param counts counts each as a read of the order book */
    OrderWayRoute(BookForward forward, RequestCounts counts) {
        this.forward = forward;
        this.counts = counts;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(routes, "/sales/{sale}/orders/{orderId}/way", this::way);
    }

    private void way(Context ctx) {
        counts.received();
        SaleId sale;
        OrderId order;
        try {
            sale = RequestHead.sale(ctx);
            order = RequestHead.order(ctx);
        } catch (InvalidRequest e) {
            counts.refusedAsInvalid();
            throw e;
        }
        forward.way(ctx, "/api/sales/" + sale + "/orders/" + order, stored -> way(order, stored));
    }

    /** @param stored the order as the book has it; null if it does not */
    private static byte[] way(OrderId id, byte[] stored) throws IOException {
        JsonNode order = stored == null ? JSON.createObjectNode() : JSON.readTree(stored);
        ObjectNode way = JSON.createObjectNode();
        way.put("orderId", id.toString());
        way.put("stored", stored != null);
        way.set("state", order.get("state"));
        way.set("quantity", order.get("quantity"));
        way.set("decidedAt", order.get("decidedAt"));
        way.set("heldUntil", order.get("heldUntil"));
        way.set("at", order.get("settledAt"));
        return JSON.writeValueAsBytes(way);
    }
}
