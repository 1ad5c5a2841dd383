package dev.seckill.consumer.report;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Orders as lines of RFC 4180. What buyers have chosen may be a formula to a spreadsheet, and where a comma begins the
 * decimals, spreadsheets begin a cell behind each semicolon, whatever the quotes say. So a text gets an apostrophe at its
 * beginning and behind each of its semicolons if a formula, a quote or the mark itself follows there; whoever reads the
 * file by program takes one away from each such place that has one, and has the text as it was. The same for the ids of
 * sales and orders changes nothing, because none begins so or has a semicolon.
 */
public final class OrderCsv {

    /** The first line. */
    public static final String HEADER =
            "orderId,sale,seq,buyer,item,quantity,state,decidedAt,heldUntil,settledAt,storedAt,no\r\n";

    /** Where a cell may begin, before what spreadsheets take for a formula, in both widths, a quote or the apostrophe. */
    private static final Pattern FORMULA = Pattern.compile("(^|;)(?=[-=+@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20\"'])");

    private OrderCsv() {}

    /** Writes one line. */
    public static void write(Appendable out, OrderView order) throws IOException {
        out.append(order.orderId()).append(',');
        out.append(order.sale()).append(',');
        out.append(Long.toString(order.seq())).append(',');
        text(out, order.buyer()).append(',');
        text(out, order.item()).append(',');
        out.append(Integer.toString(order.quantity())).append(',');
        out.append(order.state()).append(',');
        value(out, order.decidedAt()).append(',');
        value(out, order.heldUntil()).append(',');
        value(out, order.settledAt()).append(',');
        value(out, order.storedAt()).append(',');
        out.append(Long.toString(order.no())).append("\r\n");
    }

    /** Nothing at all is what is not known; an empty text would be in quotes. */
    private static Appendable value(Appendable out, Object value) throws IOException {
        return value == null ? out : out.append(value.toString());
    }

    private static Appendable text(Appendable out, String text) throws IOException {
        if (text == null) {
            return out;
        }
        String harmless = FORMULA.matcher(text).replaceAll("$1'");
        return out.append('"').append(harmless.replace("\"", "\"\"")).append('"');
    }
}
