package dev.seckill.consumer.http;

import dev.seckill.consumer.report.BookFigures;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Pattern;

/** What part of the book is asked for, as path and query say. */
final class ReadQuery {

    static final int LIMIT_MAX = 1000;
    static final int LIMIT = 100;

    private static final long AFTER_MAX = 1_000_000_000_000_000L;
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,15}");

    private ReadQuery() {}

    static SaleId sale(Context ctx) {
        return sale(ctx.pathParam("sale"));
    }

    private static SaleId sale(String id) {
        try {
            return new SaleId(id);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    "sale", "A sale's id is 1 to 64 of A-Z a-z 0-9 . _ : - and starts with a letter or a digit.");
        }
    }

    /** The sales that the query names, each once. */
    static List<SaleId> sales(Context ctx) {
        List<String> ids = all(ctx, "sale");
        if (ids.size() > BookFigures.SALES_MAX) {
            throw Problem.invalid("sale", "This must be there at most " + BookFigures.SALES_MAX + " times.");
        }
        return ids.stream().distinct().map(ReadQuery::sale).toList();
    }

    static OrderId order(Context ctx) {
        try {
            return OrderId.parse(ctx.pathParam("orderId"));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("orderId", "An order's id is a UUID of version 7.");
        }
    }

    /** The number behind which a part begins. */
    static long after(Context ctx) {
        return number(ctx, "after", 0, 0, AFTER_MAX);
    }

    /** The most entries of a part. */
    static int limit(Context ctx) {
        return (int) number(ctx, "limit", LIMIT, 1, LIMIT_MAX);
    }

    /** Whether only events about the sale itself are asked for. */
    static boolean isAboutSale(Context ctx) {
        String about = one(ctx, "about");
        if (about != null && !about.equals("sale")) {
            throw Problem.invalid("about", "This must be sale.");
        }
        return about != null;
    }

    /** Whether buyers are to be named as they call themselves. */
    static boolean isPlain(Context ctx) {
        String buyers = one(ctx, "buyers");
        if (buyers != null && !buyers.equals("plain") && !buyers.equals("hashed")) {
            throw Problem.invalid("buyers", "This must be hashed or plain.");
        }
        return "plain".equals(buyers);
    }

    private static long number(Context ctx, String name, long standard, long least, long most) {
        String text = one(ctx, name);
        if (text == null) {
            return standard;
        }
        long value = WHOLE.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (value < least || value > most) {
            throw Problem.invalid(name, "This must be a whole number from " + least + " to " + most + ".");
        }
        return value;
    }

    private static String one(Context ctx, String name) {
        List<String> values = all(ctx, name);
        if (values.size() > 1) {
            throw Problem.invalid(name, "This must be there once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static List<String> all(Context ctx, String name) {
        try {
            return ctx.queryParams(name);
        } catch (IllegalArgumentException notEncoded) {
            throw Problem.invalid(name, "The query is not encoded as a query has to be.");
        }
    }
}
