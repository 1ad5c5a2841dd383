package dev.seckill.proof.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Base64Text;
import dev.seckill.proof.tree.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Objects;

/**
 * One event of a sale's journal as the text that is hashed into the tree: leaf {@code no - 1}. For an accepted order it is also
 * what the shop signs as the receipt.
 *
 * @param no 1, 2, 3 … within the sale
 * @param at when it was decided; null of a number that was given up, of which nothing else is known either
 * @param epoch when the sale had last been rebuilt, in milliseconds since 1970; 0 if never
 * @param units how it changes what is left: below 0 when units are taken
 * @param left units that were left after it; that it is not below 0 is for the equations to say
 * @param seq the place of an accepted order among the sale's orders; otherwise {@link #NO_SEQ}
 * @param item what an accepted order bought; otherwise null
 * @param holder commits to an order and its buyer; null if it is about no order
 * @param detail commits to what else is known of the event; null if nothing is
 */
public record EventLeaf(
        Origin origin,
        long no,
        LeafKind kind,
        Instant at,
        long epoch,
        long units,
        long left,
        long seq,
        String item,
        Hash holder,
        Hash detail) {

    /** What is no accepted order has no place among them. */
    public static final long NO_SEQ = 0;

    private static final String WHAT = "an event";
    private static final String HEADING = "seckill/event@v1";
    private static final int ITEM_BYTES_MAX = 256;

    /** @throws BadTextException if a figure does not belong to the kind, or is out of its range */
    public EventLeaf {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(kind, "kind");
        boolean isVoid = kind == LeafKind.VOID;
        boolean isAccepted = kind == LeafKind.ACCEPTED;
        require(no >= 1, "no must be at least 1");
        require(isVoid == (at == null), "only a number that was given up has no time");
        require(
                !isVoid || epoch == 0 && units == 0 && left == 0 && detail == null,
                "nothing is known of a void number");
        require(epoch >= 0, "epoch must not be negative");
        require(isAccepted == (seq != NO_SEQ) && seq >= 0, "an accepted order has a place, and nothing else");
        require(isAccepted == (item != null), "an accepted order has an item, and nothing else");
        require(item == null || isItem(item), "item must be 1 to " + ITEM_BYTES_MAX + " bytes of UTF-8");
        require(kind.isOfOrder() == (holder != null), "what is about an order has a holder, and nothing else");
        require(
                switch (kind) {
                    case ACCEPTED -> units < 0;
                    case RELEASED -> units > 0;
                    case RESTOCKED -> units != 0;
                    default -> units == 0;
                },
                "units do not belong to the kind");
        if (!isVoid) {
            Times.checked(at);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new BadTextException(WHAT + ": " + rule);
        }
    }

    private static boolean isItem(String item) {
        byte[] bytes = item.getBytes(UTF_8);
        return bytes.length >= 1 && bytes.length <= ITEM_BYTES_MAX && new String(bytes, UTF_8).equals(item);
    }

    /** The leaf of a number that was given up. */
    public static EventLeaf ofVoid(Origin origin, long no) {
        return new EventLeaf(origin, no, LeafKind.VOID, null, 0, 0, 0, NO_SEQ, null, null, null);
    }

    /** @throws BadTextException if it is not exactly the text of an event */
    public static EventLeaf parse(byte[] text) {
        return parse(new String(text, ISO_8859_1));
    }

    /** @throws BadTextException if it is not exactly the text of an event */
    public static EventLeaf parse(String text) {
        Lines lines = new Lines(WHAT, text);
        lines.take(HEADING);
        Origin origin = Origin.parse(lines.value("origin"));
        long no = lines.number("no", 1);
        LeafKind kind = kind(lines.value("kind"));
        boolean isVoid = kind == LeafKind.VOID;
        EventLeaf leaf = new EventLeaf(
                origin,
                no,
                kind,
                Times.parseOrNull(lines.value("at")),
                number(lines, "epoch", isVoid, 0),
                number(lines, "units", isVoid, Long.MIN_VALUE),
                number(lines, "left", isVoid, Long.MIN_VALUE),
                number(lines, "seq", kind != LeafKind.ACCEPTED, 1),
                item(lines.value("item")),
                hash(lines.value("holder")),
                hash(lines.value("detail")));
        lines.end();
        return leaf;
    }

    private static LeafKind kind(String name) {
        for (LeafKind kind : LeafKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new BadTextException(WHAT + " must be of a kind that is known");
    }

    private static long number(Lines lines, String name, boolean isAbsent, long least) {
        if (!isAbsent) {
            return lines.number(name, least);
        }
        lines.take(name + " " + Lines.ABSENT);
        return 0;
    }

    private static String item(String base64) {
        if (base64.equals(Lines.ABSENT)) {
            return null;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Base64Text.bytes("the item", base64)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadTextException("the item is UTF-8", e);
        }
    }

    private static Hash hash(String base64) {
        return base64.equals(Lines.ABSENT) ? null : Hash.parse(base64);
    }

    /** The leaf's place in the tree. */
    public long index() {
        return no - 1;
    }

    /** Whether its number was given up. */
    public boolean isVoid() {
        return kind == LeafKind.VOID;
    }

    /** The text that is hashed. */
    public String text() {
        return HEADING
                + "\norigin " + origin
                + "\nno " + no
                + "\nkind " + kind
                + "\nat " + Times.textOrAbsent(at)
                + "\nepoch " + known(epoch)
                + "\nunits " + known(units)
                + "\nleft " + known(left)
                + "\nseq " + (seq == NO_SEQ ? Lines.ABSENT : Long.toString(seq))
                + "\nitem " + (item == null ? Lines.ABSENT : Base64Text.of(item.getBytes(UTF_8)))
                + "\nholder " + (holder == null ? Lines.ABSENT : holder)
                + "\ndetail " + (detail == null ? Lines.ABSENT : detail)
                + "\n";
    }

    private String known(long figure) {
        return isVoid() ? Lines.ABSENT : Long.toString(figure);
    }

    /** The same as bytes. */
    public byte[] bytes() {
        return text().getBytes(US_ASCII);
    }

    /** Its hash in the tree. */
    public Hash hash() {
        return Hash.ofLeaf(bytes());
    }
}
