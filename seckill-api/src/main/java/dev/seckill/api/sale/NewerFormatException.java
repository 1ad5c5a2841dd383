package dev.seckill.api.sale;

/** A newer version of this program has begun the sale in a way that this one does not know. Nothing of it may be changed. */
public final class NewerFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** What is told of such a sale. */
    public static final String TROUBLE = "A newer version of this program sells this sale.";

    NewerFormatException(String format) {
        super("a newer version of this program sells this sale; run that version (format=" + format + ", known up to="
                + SaleFormat.NEWEST + ")");
    }
}
