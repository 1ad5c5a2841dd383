package dev.seckill.proof.tree;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Base64Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A hash of SHA-256: of a leaf, of two nodes, or of a whole tree. */
public final class Hash {

    /** Bytes of a hash. */
    public static final int BYTES = 32;

    /** The root of a tree without a leaf. */
    public static final Hash OF_NO_LEAF = new Hash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A hash that was made elsewhere.
     *
     * @throws BadTextException if it has not 32 bytes
     */
    public static Hash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static Hash of(byte[] bytes, int from, int to) {
        if (to - from != BYTES) {
            throw new BadTextException("a hash has " + BYTES + " bytes, but this one " + (to - from));
        }
        return new Hash(Arrays.copyOfRange(bytes, from, to));
    }

    /**
     * Reads it in base64.
     *
     * @throws BadTextException if it is none
     */
    public static Hash parse(String base64) {
        return new Hash(Base64Text.bytes("the hash", base64, BYTES));
    }

    /** The hash of something that is no part of a tree. */
    public static Hash ofBytes(byte[] content) {
        return new Hash(sha256().digest(content));
    }

    /** The hash of a leaf of this content. */
    public static Hash ofLeaf(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return new Hash(digest.digest(content));
    }

    /** The hash of the node above two others. */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is a part of every JDK", e);
        }
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In base64. */
    @Override
    public String toString() {
        return Base64Text.of(bytes);
    }
}
