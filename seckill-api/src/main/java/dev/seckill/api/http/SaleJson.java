package dev.seckill.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Orders and sales as the replies of the sales API have them. */
final class SaleJson {

    static final String CONTENT_TYPE = "application/json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SaleJson() {}

    /** An order as it was accepted. */
    static byte[] order(SaleEvent.Accepted accepted) {
        Order order = accepted.order();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("orderId", order.orderId().toString());
        fields.put("sale", order.sale().value());
        fields.put("seq", order.seq());
        fields.put("buyer", order.buyer() == null ? null : order.buyer().value());
        fields.put("item", order.item());
        fields.put("quantity", order.quantity());
        fields.put("left", order.left());
        fields.put("decidedAt", order.decidedAt().toString());
        fields.put("state", (accepted.heldUntil() == null ? OrderState.CONFIRMED : OrderState.HELD).name());
        fields.put("heldUntil", time(accepted.heldUntil()));
        return bytes(fields);
    }

    /** An order as it is after a change. */
    static byte[] order(SaleId sale, OrderId id, OrderRecord order) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("orderId", id.toString());
        fields.put("sale", sale.value());
        fields.put("state", order.state().name());
        fields.put("quantity", order.quantity());
        fields.put("buyer", order.buyer() == null ? null : order.buyer().value());
        fields.put("decidedAt", time(order.decidedAt()));
        fields.put("heldUntil", time(order.heldUntil()));
        fields.put("at", time(order.at()));
        fields.put("expired", order.expired());
        fields.put("late", order.late());
        return bytes(fields);
    }

    static byte[] sale(SaleId sale, SaleSeen seen) {
        return bytes(fields(sale, seen));
    }

    /** A sale that could not be looked at. */
    static byte[] unreadable(SaleId sale, String trouble) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sale", sale.value());
        fields.put("trouble", trouble);
        return bytes(fields);
    }

    /** What the JSON of a sale is made of. */
    static Map<String, Object> fields(SaleId sale, SaleSeen seen) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sale", sale.value());
        fields.put("name", seen.definition().name());
        fields.put("item", seen.definition().item());
        fields.put("picture", seen.definition().picture());
        fields.put("state", seen.status().name());
        fields.put("left", seen.left());
        fields.put("held", seen.held());
        fields.put("confirmed", seen.allotment() - seen.left() - seen.held());
        fields.put("allotment", seen.allotment());
        fields.put("opensAt", time(seen.definition().opensAt()));
        fields.put("closesAt", time(seen.definition().closesAt()));
        fields.put("perBuyer", seen.definition().perBuyer());
        fields.put("perOrder", seen.definition().perOrder());
        fields.put("holdFor", seen.definition().holds().holdFor().toSeconds());
        fields.put("holdMax", seen.definition().holds().holdMax().toSeconds());
        fields.put("cancellable", seen.definition().holds().cancellable());
        fields.put("serverTime", time(seen.at()));
        return fields;
    }

    static String time(Instant time) {
        return time == null ? null : time.toString();
    }

    private static byte[] bytes(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
