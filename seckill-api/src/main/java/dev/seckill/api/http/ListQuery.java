package dev.seckill.api.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Pattern;

/** What part of a list is asked for, as the query says. */
final class ListQuery {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private ListQuery() {}

    /** The id behind which the part begins; empty for the beginning. */
    static String after(Context ctx) {
        String after = one(ctx, "after");
        return after == null ? "" : RequestHead.sale("after", after).value();
    }

    /** The most entries. */
    static int limit(Context ctx, int standard, int most) {
        return (int) number(ctx, "limit", 1, most, standard);
    }

    /** A whole number, or what holds without one. */
    static long number(Context ctx, String name, long least, long most, long standard) {
        String text = one(ctx, name);
        if (text == null) {
            return standard;
        }
        if (NUMBER.matcher(text).matches() && Long.parseLong(text) >= least && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw new InvalidRequest(name, "This must be a whole number from " + least + " to " + most + ".");
    }

    /** The value of a part of the query; null if it is not there. */
    static String one(Context ctx, String name) {
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
