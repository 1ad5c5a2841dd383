package dev.seckill.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads one order message field by field, without a tree of nodes in between: the consumer, and an API that looks through the
 * order log, do this for every order there is. Used once.
 */
final class OrderReader {

    private final JsonParser json;
    private String orderId;
    private String sale;
    private Long seq;
    private String buyer;
    private boolean hasBuyer;
    private String item;
    private Long quantity;
    private Long left;
    private String decidedAt;

    OrderReader(JsonParser json) {
        this.json = json;
    }

    /**
     * The order of a message that holds nothing else.
     *
     * @throws IOException if it is not JSON
     * @throws UndecodableOrderException if a field is missing or of another kind
     * @throws IllegalArgumentException if a field breaks a rule of {@link Order}
     */
    Order read() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new UndecodableOrderException("the message is not a JSON object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            readField(field);
        }
        if (json.nextToken() != null) {
            throw new UndecodableOrderException("the message has something behind the order");
        }
        if (!hasBuyer) {
            throw new UndecodableOrderException("field buyer must be a string or null");
        }
        return new Order(
                OrderId.parse(present("orderId", orderId)),
                new SaleId(present("sale", sale)),
                present("seq", seq),
                buyer == null ? null : new BuyerId(buyer),
                present("item", item),
                Math.toIntExact(present("quantity", quantity)),
                present("left", left),
                Instant.parse(present("decidedAt", decidedAt)));
    }

    private void readField(String field) throws IOException {
        switch (field) {
            case "orderId" -> orderId = text(field);
            case "sale" -> sale = text(field);
            case "seq" -> seq = number(field);
            case "buyer" -> {
                hasBuyer = true;
                buyer = json.currentToken() == JsonToken.VALUE_NULL ? null : text(field);
            }
            case "item" -> item = text(field);
            case "quantity" -> quantity = number(field);
            case "left" -> left = number(field);
            case "decidedAt" -> decidedAt = text(field);
            default -> json.skipChildren();
        }
    }

    private String text(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new UndecodableOrderException("field " + field + " must be a string");
        }
        return json.getText();
    }

    private Long number(String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new UndecodableOrderException("field " + field + " must be a whole number");
        }
        return json.getLongValue();
    }

    private static <T> T present(String field, T value) {
        if (value == null) {
            throw new UndecodableOrderException("field " + field + " is missing");
        }
        return value;
    }
}
