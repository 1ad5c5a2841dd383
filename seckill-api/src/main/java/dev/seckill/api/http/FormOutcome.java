package dev.seckill.api.http;

import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.OrderId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of a form, as its browser keeps it for the page that says so: that page can be reloaded, and no link can make it
 * say anything.
 *
 * @param result what
 * @param number which order of the buyer it was for
 * @param quantity units
 * @param order the order; null unless there is one
 * @param heldUntil when the order must be confirmed; null if it need not
 */
record FormOutcome(Result result, int number, int quantity, OrderId order, Instant heldUntil) {

    private static final Pattern TEXT =
            Pattern.compile("([A-Z_]{1,20})~(\\d{1,4})~(\\d{1,9})~([0-9a-f-]{36})?~(\\d{1,15})?");

    /** In the words of the page: its texts have each of them in lower case. */
    enum Result {
        ACCEPTED,
        /** It is safe, and on its way to the order log. */
        PENDING,
        SOLD_OUT,
        NOT_ENOUGH,
        LIMIT_REACHED,
        NOT_OPEN,
        PAUSED,
        CLOSED,
        KEY_REUSED,
        UNKNOWN_SALE,
        /** Nothing was decided, or it is not known; the same form again is safe. */
        BUSY,
        UNAUTHORIZED,
        REFUSED,
        /** The browser had no cookie before. */
        RESEND,
        /** It has none now. */
        NO_COOKIE;

        /** How a template names it. */
        String key() {
            return (this == PENDING ? ACCEPTED : this).name().toLowerCase(Locale.ROOT);
        }

        /** Whether the same form may be sent again, and may then have another outcome. */
        boolean isOpen() {
            return this == BUSY || this == RESEND || this == UNAUTHORIZED;
        }

        /** Of a sale that takes no purchases. */
        static Result notOpen(SaleSeen seen) {
            SaleSeen.Status status = seen == null ? SaleSeen.Status.HALTED : seen.status();
            return switch (status) {
                case SCHEDULED -> NOT_OPEN;
                case PAUSED -> PAUSED;
                case CLOSED -> CLOSED;
                case OPEN, SOLD_OUT, HALTED -> BUSY;
            };
        }
    }

    /** One without an order. */
    FormOutcome(Result result, int number, int quantity) {
        this(result, number, quantity, null, null);
    }

    /** Which of the page's texts about it fits now. */
    String says(Instant now) {
        return switch (result) {
            case PENDING -> "pending";
            case ACCEPTED -> heldUntil == null ? "confirmed" : now.isBefore(heldUntil) ? "held" : "over";
            case BUSY -> "given_up";
            default -> "text";
        };
    }

    /** As a cookie holds it. */
    String text() {
        return result + "~" + number + "~" + quantity + "~" + (order == null ? "" : order) + "~"
                + (heldUntil == null ? "" : heldUntil.toEpochMilli());
    }

    /** What such a text says; null if it is none. */
    static FormOutcome parse(String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return new FormOutcome(
                    Result.valueOf(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    matcher.group(4) == null ? null : OrderId.parse(matcher.group(4)),
                    matcher.group(5) == null ? null : Instant.ofEpochMilli(Long.parseLong(matcher.group(5))));
        } catch (IllegalArgumentException | DateTimeException none) {
            return null;
        }
    }
}
