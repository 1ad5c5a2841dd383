package dev.seckill.loadtest.witness;

import java.time.Instant;
import java.util.Objects;

/**
 * One entry of a sale's journal, with what the rules of a sale go by.
 *
 * @param no its number within the sale
 * @param kind as it is on the wire
 * @param at when it was decided, by the clock that decides about the opening hours
 * @param units how it changes what is left; below 0 when units are taken
 * @param buyer whose order it is, as the order book has it; null if it is about none, or about one of nobody
 * @param by who changed the sale; null if nobody did
 * @param change what was done to the sale; null unless the kind is SALE_CHANGED
 * @param terms what holds from then on; null unless the kind is SALE_CHANGED
 */
public record SaleStep(
        long no, String kind, Instant at, long units, String buyer, String by, String change, SaleTerms terms) {

    /** The kind of a purchase. */
    public static final String ACCEPTED = "ACCEPTED";

    /** The kind of units that went back. */
    public static final String RELEASED = "RELEASED";

    /** The kind of a change of the rules. */
    public static final String SALE_CHANGED = "SALE_CHANGED";

    /** The kind of a change of the stock. */
    public static final String RESTOCKED = "RESTOCKED";

    /** The kind of what {@code recover} leaves. */
    public static final String RECOVERED = "RECOVERED";

    /** @throws NullPointerException if a change of the rules does not say what was changed */
    public SaleStep {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        if (kind.equals(SALE_CHANGED)) {
            Objects.requireNonNull(change, "change");
            Objects.requireNonNull(terms, "terms");
        }
    }
}
