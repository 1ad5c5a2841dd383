package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Base64Text;
import dev.seckill.proof.tree.Hash;

/** The secret of one order: who has it, its id and its buyer can show which leaves are about it, and nobody else can. */
public final class Salt {

    private static final int BYTES = 32;

    private final byte[] key;

    Salt(Hash key) {
        this.key = key.bytes();
    }

    /** @throws BadTextException if it is none */
    public static Salt parse(String base64) {
        return new Salt(Hash.of(Base64Text.bytes("the salt", base64, BYTES)));
    }

    /**
     * What a leaf about the order has as its holder.
     *
     * @param buyer null where the event does not say whose order it is
     */
    public Hash holder(String orderId, String buyer) {
        return Commitment.of(key, "seckill/holder@v1", orderId, buyer == null ? "" : buyer);
    }

    /**
     * What a leaf about the order has as its detail. A plain hash would give away a buyer who is named in it, because names can
     * be guessed.
     *
     * @param json what else is known of the event
     */
    public Hash detail(String json) {
        return Commitment.of(key, "seckill/detail@v1", json);
    }

    /** In base64, for the file that the buyer keeps. */
    public String base64() {
        return Base64Text.of(key);
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Salt[hidden]";
    }
}
