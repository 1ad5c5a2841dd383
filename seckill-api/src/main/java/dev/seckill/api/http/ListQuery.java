package dev.seckill.api.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Pattern;

/** What part of a list is asked for, as the query says. */
final class ListQuery {

    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

    private ListQuery() {}

    /** The id behind which the part begins; empty for the beginning. */
    static String after(Context ctx) {
        String after = one(ctx, "after");
        return after == null ? "" : RequestHead.sale("after", after).value();
    }

    /** The most entries. */
    static int limit(Context ctx, int standard, int most) {
        String limit = one(ctx, "limit");
        if (limit == null) {
            return standard;
        }
        if (!WHOLE.matcher(limit).matches() || Integer.parseInt(limit) > most) {
            throw new InvalidRequest("limit", "This must be a whole number from 1 to " + most + ".");
        }
        return Integer.parseInt(limit);
    }

    private static String one(Context ctx, String name) {
        List<String> values;
        try {
            values = ctx.queryParams(name);
        } catch (IllegalArgumentException notEncoded) {
            throw new InvalidRequest(name, "The query is not encoded as a query has to be.");
        }
        if (values.size() > 1) {
            throw new InvalidRequest(name, "This must be there once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
