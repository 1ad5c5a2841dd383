package dev.seckill.loadtest.payments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;

/**
 * What the shop was told.
 *
 * @param id the same each time it is told
 * @param type such as {@code order.accepted}
 * @param data what it is about
 */
record Webhook(String id, String type, JsonNode data) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Webhook {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
    }

    /** @throws JsonProcessingException if the body is none */
    static Webhook parse(String id, byte[] body) throws IOException {
        JsonNode json = JSON.readTree(body);
        return new Webhook(id, json.path("type").asText(), json.path("data"));
    }

    /** The order that it is about; empty if it is about none. */
    String orderId() {
        return data.path("orderId").asText("");
    }

    /** The number of its event in the sale's journal; 0 if it has none. */
    long no() {
        return data.path("no").asLong();
    }
}
