package dev.seckill.proof.note;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The private half of a key, in the form that Go's {@code sumdb/note} gives it: {@code PRIVATE+KEY+NAME+ID+BASE64}. Whoever
 * reads it can sign, so {@link #toString} shows the public half alone.
 */
public final class PrivateNoteKey {

    private static final String HEAD = "PRIVATE+KEY+";

    private final byte[] seed;
    private final NoteKey key;

    private PrivateNoteKey(String name, KeyType type, byte[] seed) {
        this.seed = seed;
        this.key = new NoteKey(name, type, Ed25519Key.of(publicKey(seed)));
    }

    /** A new one. */
    public static PrivateNoteKey generate(String name, KeyType type, SecureRandom random) {
        byte[] seed = new byte[EdwardsPoint.BYTES];
        random.nextBytes(seed);
        return new PrivateNoteKey(name, type, seed);
    }

    /** The one of 32 secret bytes. */
    public static PrivateNoteKey of(String name, KeyType type, byte[] seed) {
        if (seed.length != EdwardsPoint.BYTES) {
            throw new BadTextException("a seed has " + EdwardsPoint.BYTES + " bytes, but this one " + seed.length);
        }
        return new PrivateNoteKey(name, type, seed.clone());
    }

    /**
     * Reads what {@link #secret} gives.
     *
     * @throws BadTextException if it is none; without a part of it
     */
    public static PrivateNoteKey parse(String secret) {
        String[] parts =
                secret.startsWith(HEAD) ? secret.substring(HEAD.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3) {
            throw new BadTextException("a private key is PRIVATE+KEY+NAME+ID+BASE64, but this one is not");
        }
        byte[] typed = Base64Text.bytes("the private key", parts[2], 1 + EdwardsPoint.BYTES);
        PrivateNoteKey key =
                new PrivateNoteKey(parts[0], KeyType.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.secret().equals(secret)) {
            throw new BadTextException("the id of the private key is another one's");
        }
        return key;
    }

    /** The public half. */
    public NoteKey key() {
        return key;
    }

    /** The 32 secret bytes. */
    public byte[] seed() {
        return seed.clone();
    }

    /** {@code PRIVATE+KEY+NAME+ID+BASE64}, for a file that nobody else can read. */
    public String secret() {
        byte[] typed = new byte[1 + seed.length];
        typed[0] = key.type().code();
        System.arraycopy(seed, 0, typed, 1, seed.length);
        return HEAD + key.name() + "+" + NoteKey.hex(key.id()) + "+" + Base64Text.of(typed);
    }

    /** RFC 8032, section 5.1.5. */
    private static byte[] publicKey(byte[] seed) {
        try {
            byte[] half = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), EdwardsPoint.BYTES);
            BigInteger scalar = EdwardsPoint.number(half)
                    .clearBit(0)
                    .clearBit(1)
                    .clearBit(2)
                    .clearBit(255)
                    .setBit(254);
            return EdwardsPoint.ofBase(scalar).encode();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-512 is a part of every JDK", e);
        }
    }

    /** The public half. */
    @Override
    public String toString() {
        return key.toString();
    }
}
