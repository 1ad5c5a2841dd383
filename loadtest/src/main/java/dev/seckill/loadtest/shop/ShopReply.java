package dev.seckill.loadtest.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seckill.loadtest.load.Reply;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.model.log.Reason;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * A reply of the sales API as it came over the wire, and how a client reads it.
 *
 * @param status the HTTP status; 0 when there is no reply
 * @param orderId the order that the body and the header name alike; empty when there is none
 * @param isReplay whether it is marked as decided before
 * @param type the kind of problem; empty when it is none
 * @param serverTime what it gives as the time of the sale's clock; null if it gives none
 * @param text the first line of the body, or why there was no reply
 */
public record ShopReply(int status, String orderId, boolean isReplay, String type, Instant serverTime, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Integer> GIVEN = Set.of(200, 201, 202);
    private static final int PENDING = 202;
    private static final int CONFLICT = 409;
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;
    private static final int UNAVAILABLE = 503;

    /** Reads what came; a body of another form names no order. */
    public static ShopReply of(HttpResponse<String> response) {
        JsonNode body = json(response.body());
        String header = response.headers().firstValue("Order-Id").orElse("");
        return new ShopReply(
                response.statusCode(),
                header.equals(body.path("orderId").asText()) ? header : "",
                response.headers().firstValue("Idempotency-Replayed").isPresent(),
                body.path("type").asText(""),
                time(body.path("serverTime")),
                response.body().lines().findFirst().orElse(""));
    }

    /** What there is when a request got no reply. */
    public static ShopReply none(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new ShopReply(
                0, "", false, "", null, Reason.ofTls(why).orElse(why.getClass().getSimpleName()));
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException otherForm) {
            return MissingNode.getInstance();
        }
    }

    private static Instant time(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.textValue()) : null;
        } catch (DateTimeParseException none) {
            return null;
        }
    }

    /** What the buyer takes the reply to a purchase for. */
    public BuyerOutcome outcome() {
        if (GIVEN.contains(status) && !orderId.isEmpty()) {
            return BuyerOutcome.ACCEPTED;
        }
        return switch (status) {
            case CONFLICT ->
                switch (type) {
                    case "/docs#sold-out", "/docs#not-enough" -> BuyerOutcome.SOLD_OUT;
                    case "/docs#not-open" -> BuyerOutcome.NOT_OPEN;
                    default -> BuyerOutcome.FAILED;
                };
            case FORBIDDEN -> type.equals("/docs#limit-reached") ? BuyerOutcome.LIMIT_REACHED : BuyerOutcome.FAILED;
            case UNAVAILABLE -> BuyerOutcome.REFUSED;
            default -> BuyerOutcome.FAILED;
        };
    }

    /** Whether it is decided, but the order log has not acknowledged it yet: an order will be delivered all the same. */
    public boolean isPending() {
        return status == PENDING;
    }

    /** Whether the sale is not there: of one that was, Redis has been lost. */
    public boolean isUnknownSale() {
        return status == UNKNOWN && type.equals("/docs#unknown-sale");
    }

    /** Whether an order as it is takes no such change. */
    public boolean isOrderRefused() {
        return status == CONFLICT && type.equals("/docs#order-refused");
    }

    /** Whether a payment came after the order's units had gone back. */
    public boolean isLate() {
        return status == CONFLICT && type.equals("/docs#late");
    }

    /** Whether a change is made, or was before, and is safe. */
    public boolean isDone() {
        return status == 200;
    }

    /** Whether asking again may help. A change that is only pending is lost if Redis is, before it is delivered. */
    public boolean isForNow() {
        return status == 0 || isPending() || status == UNAVAILABLE || isUnknownSale();
    }

    /** What to tell about it. */
    public String detail() {
        return status == 0 ? text : status + " " + text;
    }

    /** The form in which replies of the model case are noted. */
    public Reply toReply() {
        return new Reply(status == 0 ? text : Integer.toString(status), status == 0 ? "" : text, orderId);
    }
}
