package dev.seckill.consumer.report;

import java.io.IOException;

/**
 * Orders as lines of RFC 4180. What buyers have chosen may be a formula to a spreadsheet, so a text that begins like one,
 * or with the mark itself, gets an apostrophe before it; whoever reads the file by program takes one away from such a text
 * and has it as it was. The same for the ids of sales and orders changes nothing, because none begins so.
 */
public final class OrderCsv {

    /** The first line. */
    public static final String HEADER =
            "orderId,sale,seq,buyer,item,quantity,state,decidedAt,heldUntil,settledAt,storedAt,no\r\n";

    /** What spreadsheets take for the beginning of a formula, in both widths, and the apostrophe. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20'";

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
        out.append('"');
        if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
            out.append('\'');
        }
        return out.append(text.replace("\"", "\"\"")).append('"');
    }
}
