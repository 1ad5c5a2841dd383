package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names one sale for ever, as {@code BASE/SALE/BIRTH}: a sale that was wiped and is offered again has another birth, because
 * no two journals may have one name.
 *
 * @param base the shop's address without scheme, such as {@code shop.example/proofs}
 * @param sale the sale's id
 * @param birth when the sale's first event was decided, cut to the second
 */
public record Origin(String base, String sale, Instant birth) {

    /** The longest base, in characters. */
    public static final int BASE_LENGTH_MAX = 128;

    private static final Pattern BASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:-]*(?:/[A-Za-z0-9._~:-]+)*");
    private static final Pattern SALE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    /** Below the base, the shop's list of keys has this name. */
    private static final String LIST_OF_KEYS = "keys";

    /** @throws BadTextException if it could not be read again, or the files of the sale would have no place */
    public Origin {
        requireBase(base);
        if (!isFree(sale)) {
            throw new BadTextException(
                    "a sale named " + sale + " can't be proven: the shop's list of keys has that name");
        }
        if (sale == null || !SALE.matcher(sale).matches()) {
            throw new BadTextException("the sale of an origin must be 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        birth = Times.checked(Objects.requireNonNull(birth, "birth").truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether nothing else has the place of that sale's proofs. */
    public static boolean isFree(String sale) {
        return !LIST_OF_KEYS.equals(sale);
    }

    /**
     * Whether a shop's proofs may have this base.
     *
     * @throws BadTextException if not
     */
    public static String requireBase(String base) {
        if (base == null
                || base.length() > BASE_LENGTH_MAX
                || !BASE.matcher(base).matches()) {
            throw new BadTextException("a base must be 1 to " + BASE_LENGTH_MAX
                    + " characters like shop.example/proofs, without scheme and without a slash at its end");
        }
        return base;
    }

    /** @throws BadTextException if it is none */
    public static Origin parse(String text) {
        int birth = text.lastIndexOf('/');
        int sale = birth < 1 ? -1 : text.lastIndexOf('/', birth - 1);
        if (sale < 1) {
            throw new BadTextException("an origin is BASE/SALE/BIRTH, but this one is not");
        }
        return new Origin(
                text.substring(0, sale), text.substring(sale + 1, birth), Times.parseShort(text.substring(birth + 1)));
    }

    @Override
    public String toString() {
        return base + "/" + sale + "/" + Times.shortText(birth);
    }
}
