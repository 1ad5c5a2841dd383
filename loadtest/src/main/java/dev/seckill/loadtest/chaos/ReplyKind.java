package dev.seckill.loadtest.chaos;

import static java.util.stream.Collectors.joining;

import dev.seckill.loadtest.load.Reply;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What became of one request, finer than {@link BuyerOutcome}. */
public enum ReplyKind {
    /** 200 with a new order. */
    ACCEPTED("accepted"),
    /** 202: accepted, delivery pending. */
    PENDING("pending"),
    /** 200 or 202 with the order that an earlier request of the purchase got. */
    REPLAYED("replayed"),
    /** Nothing is left, or less than was asked for. */
    SOLD_OUT("sold out"),
    /** The sale is paused. */
    NOT_OPEN("not open"),
    /** The buyer has what one buyer may have. */
    LIMITED("limited"),
    /** 503. */
    REFUSED("refused"),
    /** The connection broke, or the client's patience ended. */
    NO_REPLY("no reply"),
    /** Anything else; there is no reason for such a reply, whatever is broken. */
    STRANGE("strange");

    private final String word;

    ReplyKind(String word) {
        this.word = word;
    }

    /** Its name in a table. */
    public String word() {
        return word;
    }

    /** Whether the buyer knows how the purchase ended. */
    public boolean isClear() {
        return !outcome().isError();
    }

    /** What the buyer takes it for. */
    BuyerOutcome outcome() {
        return switch (this) {
            case ACCEPTED, PENDING, REPLAYED -> BuyerOutcome.ACCEPTED;
            case SOLD_OUT -> BuyerOutcome.SOLD_OUT;
            case NOT_OPEN -> BuyerOutcome.NOT_OPEN;
            case LIMITED -> BuyerOutcome.LIMIT_REACHED;
            case REFUSED -> BuyerOutcome.REFUSED;
            case NO_REPLY, STRANGE -> BuyerOutcome.FAILED;
        };
    }

    /** How many replies of each kind there were, in words; kinds without any are left out. */
    public static String list(Map<ReplyKind, Long> counts) {
        return Arrays.stream(values())
                .filter(kind -> counts.getOrDefault(kind, 0L) > 0)
                .map(kind -> String.format(Locale.ROOT, "%,d %s", counts.get(kind), kind.word()))
                .collect(joining(", "));
    }

    /** @param replayed whether the reply was marked as a replay */
    public static ReplyKind of(Reply reply, boolean replayed) {
        return switch (reply.outcome()) {
            case ACCEPTED -> replayed ? REPLAYED : reply.status().equals("202") ? PENDING : ACCEPTED;
            case SOLD_OUT -> SOLD_OUT;
            case NOT_OPEN -> NOT_OPEN;
            case LIMIT_REACHED -> LIMITED;
            case REFUSED -> REFUSED;
            case FAILED -> reply.status().matches("\\d{3}") ? STRANGE : NO_REPLY;
        };
    }
}
