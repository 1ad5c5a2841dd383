package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An instance's last sign of life, as it stands in the hash {@code {seckill}:instances}, which all sales share.
 *
 * @param text when, in milliseconds since 1970 by the instance's own clock, and {@code sale=n} for each sale of which it has
 *     n events that it has not delivered; at the end {@code …} if those are not all. Only its changing says that the
 *     instance lives
 */
public record SignOfLife(String text) {

    /** Hash: API instance to its last sign of life. */
    static final byte[] INSTANCES = SaleKeys.bytes("{seckill}:instances");

    /** Of what an instance writes, which is once a second. */
    private static final int LENGTH_MAX = 4000;

    private static final String CUT = "…";
    private static final Pattern TIME = Pattern.compile("\\d{1,18}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    static SignOfLife of(Instant now, Map<SaleId, Integer> unlogged) {
        StringBuilder text = new StringBuilder().append(now.toEpochMilli());
        for (Map.Entry<SaleId, Integer> sale : unlogged.entrySet()) {
            String owed = " " + sale.getKey() + "=" + sale.getValue();
            if (text.length() + owed.length() + 1 + CUT.length() > LENGTH_MAX) {
                return new SignOfLife(text.append(' ').append(CUT).toString());
            }
            text.append(owed);
        }
        return new SignOfLife(text.toString());
    }

    /** Events of the sale that it has not delivered; nothing if it cannot be told, or somebody else wrote this. */
    public OptionalInt unlogged(SaleId sale) {
        if (text.length() > LENGTH_MAX) {
            return OptionalInt.empty();
        }
        String[] words = text.split(" ", -1);
        OptionalInt unlogged = OptionalInt.of(0);
        boolean readable = TIME.matcher(words[0]).matches();
        for (int i = 1; i < words.length && readable; i++) {
            int equals = words[i].indexOf('=');
            if (i == words.length - 1 && words[i].equals(CUT)) {
                return unlogged.getAsInt() == 0 ? OptionalInt.empty() : unlogged;
            }
            readable =
                    equals > 0 && COUNT.matcher(words[i].substring(equals + 1)).matches();
            if (readable && words[i].substring(0, equals).equals(sale.value())) {
                unlogged = OptionalInt.of(Integer.parseInt(words[i].substring(equals + 1)));
            }
        }
        return readable ? unlogged : OptionalInt.empty();
    }
}
