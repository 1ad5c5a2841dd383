package dev.seckill.proof.text;

import dev.seckill.proof.tree.Hash;

/**
 * The secret of one sale that all salts come from, so that none has to be stored. Whoever has it can find out which order a leaf
 * is about. Thread-safe.
 */
public final class Blind {

    /** Bytes of the shop's master secret. */
    public static final int MASTER_BYTES = 32;

    private final byte[] key;

    private Blind(Hash key) {
        this.key = key.bytes();
    }

    /** The one of a sale. */
    public static Blind of(byte[] master, Origin origin) {
        if (master.length != MASTER_BYTES) {
            throw new IllegalArgumentException(
                    "a master secret has " + MASTER_BYTES + " bytes, but not " + master.length);
        }
        return new Blind(Commitment.of(master, "seckill/blind@v1", origin.toString()));
    }

    /** The secret of one order. */
    public Salt salt(String orderId) {
        return new Salt(Commitment.of(key, "seckill/salt@v1", orderId));
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Blind[hidden]";
    }
}
