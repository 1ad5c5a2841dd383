package dev.seckill.api.http;

import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the routes read from the path and the headers of a request. */
final class RequestHead {

    static final String KEY = "Idempotency-Key";

    private static final String CONTENT_TYPE = "Content-Type";
    private static final Pattern JSON = Pattern.compile(
            "\\s*application/json\\s*(;\\s*charset\\s*=\\s*(utf-8|\"utf-8\")\\s*)?", Pattern.CASE_INSENSITIVE);

    /** RFC 6750, section 2.1. */
    private static final Pattern BEARER = Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

    private RequestHead() {}

    /** The sale in the path. */
    static SaleId sale(Context ctx) {
        return sale("sale", ctx.pathParam("sale"));
    }

    /** The sale in the path; null if that names none. */
    static SaleId saleOrNull(Context ctx) {
        try {
            return new SaleId(ctx.pathParam("sale"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The order in the path. */
    static OrderId order(Context ctx) {
        try {
            return OrderId.parse(ctx.pathParam("orderId"));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("orderId", "An order's id is a UUID of version 7 in lower case.");
        }
    }

    static SaleId sale(String field, String id) {
        try {
            return new SaleId(id);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(
                    field, "A sale's id is 1 to 64 of A-Z a-z 0-9 . _ : - and starts with a letter or a digit.");
        }
    }

    /**
     * The request's key, or null if it has none.
     *
     * @throws IllegalArgumentException if it is none, or there are two that differ
     */
    static IdempotencyKey key(HttpServletRequest request) {
        List<String> keys = values(request, KEY);
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.stream().distinct().count() > 1) {
            throw new IllegalArgumentException("there are two, and they differ");
        }
        return new IdempotencyKey(keys.get(0));
    }

    /** The same, for routes whose problems name the field. */
    static IdempotencyKey key(Context ctx) {
        try {
            return key(ctx.req());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(
                    KEY,
                    "An Idempotency-Key is one header of 1 to " + IdempotencyKey.LENGTH_MAX
                            + " visible ASCII characters.");
        }
    }

    /** A key that has to be there. */
    static IdempotencyKey requiredKey(Context ctx) {
        IdempotencyKey key = key(ctx);
        if (key == null) {
            throw new InvalidRequest(KEY, "This needs an Idempotency-Key, so that it happens once.");
        }
        return key;
    }

    /**
     * The token that the request brings.
     *
     * @throws Unauthorized if it brings none
     */
    static String bearer(Context ctx) {
        List<String> all = values(ctx.req(), "Authorization");
        Matcher bearer = BEARER.matcher(all.size() == 1 ? all.get(0) : "");
        if (!bearer.matches()) {
            throw Unauthorized.missing();
        }
        return bearer.group(1);
    }

    /** Refuses a body that is not said to be JSON in UTF-8, as it is. */
    static void requireJson(Context ctx) {
        List<String> types = values(ctx.req(), CONTENT_TYPE);
        if (types.size() != 1 || !JSON.matcher(types.get(0)).matches()) {
            throw InvalidRequest.ofMediaType(CONTENT_TYPE, "The body must be application/json in UTF-8.");
        }
        if (!values(ctx.req(), "Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase)) {
            throw InvalidRequest.ofMediaType("Content-Encoding", "The body must not be compressed.");
        }
    }

    /** All headers of this name, as they came. */
    static List<String> values(HttpServletRequest request, String header) {
        return new ArrayList<>(Collections.list(request.getHeaders(header)));
    }
}
