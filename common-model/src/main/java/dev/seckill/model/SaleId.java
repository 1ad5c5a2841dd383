package dev.seckill.model;

import java.util.regex.Pattern;

/**
 * Names one sale; also the name of the sale's counter key in Redis.
 *
 * @param value 1 to 64 characters: letters, digits, {@code . _ : -}, the first a letter or a digit. Braces are
 *     not allowed because they would change the key's hash slot on Redis Cluster.
 */
public record SaleId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    /** The sale of the model case. */
    public static final SaleId DEFAULT = new SaleId("counter");

    /** What the id of a rehearsal begins with: a sale that is tried out on a system which sells to others, too. */
    public static final String REHEARSAL = "rehearsal-";

    /** @throws IllegalArgumentException if the value does not have the form above, null included */
    public SaleId {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("sale id must be 1 to 64 of A-Z a-z 0-9 . _ : - and start with a"
                    + " letter or digit, but was: " + Excerpt.of(value));
        }
    }

    /** Whether it is a rehearsal, of which buyers shall not hear: no list that is for them has it. */
    public boolean isRehearsal() {
        return value.startsWith(REHEARSAL);
    }

    @Override
    public String toString() {
        return value;
    }
}
