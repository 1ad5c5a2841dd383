package dev.seckill.api.sale;

import java.util.Map;

/**
 * In which format a sale stands in Redis: a number that whoever begins or rebuilds it writes into {@code {c}:sale}. A sale
 * without one is of format 1. The number grows when a program that knows the one before could decide wrongly on what stands
 * there, or lose a part of it.
 */
public final class SaleFormat {

    /** The field of {@code {c}:sale}. */
    public static final String FIELD = "format";

    /** The newest one that this program knows, in which it begins sales. */
    public static final long NEWEST = 1;

    private SaleFormat() {}

    /**
     * To be asked before anything else is read.
     *
     * @param fields the hash of the sale
     * @throws NewerFormatException if this program does not know the format
     * @throws IllegalArgumentException if it is no number
     */
    static void requireKnown(Map<String, String> fields) {
        String format = fields.get(FIELD);
        if (format != null && StoredText.number(FIELD, format, StoredText.SEQ_MAX) > NEWEST) {
            throw new NewerFormatException(format);
        }
    }
}
