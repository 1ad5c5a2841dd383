package dev.seckill.proof.note;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A public key of Ed25519 (RFC 8032) whose signatures mean something: in its one form, not of small order, and a multiple of
 * the base. With any other key implementations differ in what they take for signed.
 */
public final class Ed25519Key {

    /** Bytes of a key. */
    public static final int BYTES = EdwardsPoint.BYTES;

    /** Bytes of a signature. */
    public static final int SIGNATURE_BYTES = 64;

    /** What stands before the bytes of a key in its X.509 form (RFC 8410). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] bytes;
    private final PublicKey key;

    private Ed25519Key(byte[] bytes) {
        this.bytes = bytes;
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + BYTES);
        System.arraycopy(bytes, 0, encoded, X509_HEAD.length, BYTES);
        try {
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is a part of every JDK", e);
        }
    }

    /**
     * The key of 32 bytes.
     *
     * @throws BadTextException if it is not one that can be relied on
     */
    public static Ed25519Key of(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        if (bytes.length != BYTES) {
            throw new BadTextException("a key of Ed25519 has " + BYTES + " bytes, but this one " + bytes.length);
        }
        EdwardsPoint point = EdwardsPoint.decode(bytes);
        if (point == null) {
            throw new BadTextException("the key is no point of the curve in its one form");
        }
        if (point.isOfSmallOrder()) {
            throw new BadTextException("the key is of small order: anybody could sign for it");
        }
        if (!point.isInPrimeOrderSubgroup()) {
            throw new BadTextException("the key is outside the subgroup of prime order");
        }
        return new Ed25519Key(bytes.clone());
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the signature is one of this message by this key. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (!isInItsOneForm(signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException notOne) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is a part of every JDK", e);
        }
    }

    /** Held here too, because not every implementation asks for it, and all must say the same of a signature. */
    private static boolean isInItsOneForm(byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        BigInteger scalar = EdwardsPoint.number(Arrays.copyOfRange(signature, BYTES, SIGNATURE_BYTES));
        return scalar.compareTo(EdwardsPoint.ORDER) < 0 && EdwardsPoint.isInItsOneForm(Arrays.copyOf(signature, BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519Key that && Arrays.equals(bytes, that.bytes);
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
