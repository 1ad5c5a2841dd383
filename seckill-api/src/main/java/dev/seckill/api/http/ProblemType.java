package dev.seckill.api.http;

import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The kinds of problem that the sales API has words of its own for. The page under {@code /docs} explains each. */
enum ProblemType {
    /** A field, a header or the whole body is not what it should be. */
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request is not what it should be"),
    /** There is no token, or not a good one. */
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A token is missing or not good"),
    /** Nobody has made the sale. */
    UNKNOWN_SALE(HttpStatus.NOT_FOUND, "There is no such sale"),
    /** Nobody has such an order, or another buyer has it. */
    UNKNOWN_ORDER(HttpStatus.NOT_FOUND, "There is no such order"),
    /** It opens later, is paused, or is over. */
    NOT_OPEN(HttpStatus.CONFLICT, "The sale is not open"),
    /** Nothing is left. */
    SOLD_OUT(HttpStatus.CONFLICT, "Everything is sold"),
    /** Something is left, but less than was asked for. */
    NOT_ENOUGH(HttpStatus.CONFLICT, "Not as many are left"),
    /** One order, or one buyer, may not have as much. */
    LIMIT_REACHED(HttpStatus.FORBIDDEN, "That is more than one may have"),
    /** The Idempotency-Key stands for another request. */
    KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The key belongs to another request"),
    /** The sale as it is takes no such change. */
    CHANGE_REFUSED(HttpStatus.CONFLICT, "The sale takes no such change"),
    /** The order as it is takes no such change. */
    ORDER_REFUSED(HttpStatus.CONFLICT, "The order takes no such change"),
    /** The order is paid after its units went back. */
    LATE(HttpStatus.CONFLICT, "The payment comes too late"),
    /** The order is there, but the shop can give no receipt of it. */
    NO_RECEIPT(HttpStatus.NOT_FOUND, "There is no receipt of this order"),
    /** Somebody asks too often. */
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    /** A bound is reached. */
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "Too much at once"),
    /** Something that is needed cannot be used. */
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The sale can't be used now");

    private final HttpStatus status;
    private final String title;

    ProblemType(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The kind that is explained there. */
    static ProblemType of(String uri) {
        return Arrays.stream(values())
                .filter(type -> type.uri().equals(uri))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no kind of problem: " + uri));
    }

    /** Where it is explained, relative to the server. */
    String uri() {
        return "/docs#" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    /** A problem of this kind. */
    ProblemReply reply(String detail) {
        return reply(status, detail);
    }

    /** The same with a status that fits this very case better. */
    ProblemReply reply(HttpStatus better, String detail) {
        return new ProblemReply(better, uri(), title, detail, Map.of());
    }
}
