package dev.seckill.proof.note;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** One line of signature under a note. */
public final class NoteSignature {

    private static final String HEAD = "\u2014 ";

    /** The last second of the year 9999: past it a time is none. */
    private static final long SECONDS_MAX = 253_402_300_799L;

    private final String name;
    private final int keyId;
    private final byte[] bytes;

    private NoteSignature(String name, int keyId, byte[] bytes) {
        this.name = name;
        this.keyId = keyId;
        this.bytes = bytes;
    }

    /** Signs the text of a note. */
    public static NoteSignature of(String text, NoteSigner signer) {
        if (signer.key().type() != KeyType.ED25519) {
            throw new IllegalArgumentException("a cosignature needs a time");
        }
        return of(text, signer, 0);
    }

    /** Says that the signer saw the checkpoint of this text at that time, cut to the second. */
    public static NoteSignature of(String text, NoteSigner cosigner, Instant at) {
        long seconds = at.getEpochSecond();
        if (cosigner.key().type() != KeyType.COSIGNATURE || seconds < 0 || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException("a time from 1970 to 9999 belongs to a cosignature alone");
        }
        return of(text, cosigner, seconds);
    }

    private static NoteSignature of(String text, NoteSigner signer, long seconds) {
        NoteKey key = signer.key();
        byte[] signature = signer.sign(key.type().message(text, seconds));
        ByteBuffer bytes = ByteBuffer.allocate(key.type().timeBytes() + signature.length);
        if (key.type().timeBytes() > 0) {
            bytes.putLong(seconds);
        }
        return new NoteSignature(key.name(), key.id(), bytes.put(signature).array());
    }

    /**
     * Reads a line.
     *
     * @param line without its end
     * @throws BadTextException if it is none
     */
    public static NoteSignature parse(String line) {
        String[] parts = line.startsWith(HEAD) ? line.substring(HEAD.length()).split(" ", -1) : new String[0];
        if (parts.length != 2 || !NoteKey.isName(parts[0])) {
            throw new BadTextException("a line of a signature must be: em dash, name, base64, with a space between");
        }
        byte[] all = Base64Text.bytes("the signature", parts[1]);
        if (all.length <= Integer.BYTES) {
            throw new BadTextException("the signature is too short");
        }
        return new NoteSignature(
                parts[0], ByteBuffer.wrap(all).getInt(), Arrays.copyOfRange(all, Integer.BYTES, all.length));
    }

    /** The name of the key that it claims to be of. */
    public String name() {
        return name;
    }

    /** Whether it claims to be of this key. */
    public boolean claims(NoteKey key) {
        return keyId == key.id() && name.equals(key.name());
    }

    /**
     * When the key signed, by its own clock; null if its signatures have no time.
     *
     * @throws BadTextException if the key did not sign this text
     */
    public Instant verified(String text, NoteKey key) {
        KeyType type = key.type();
        long seconds = 0;
        if (bytes.length != type.timeBytes() + Ed25519Key.SIGNATURE_BYTES) {
            throw refused(key);
        }
        if (type.timeBytes() > 0) {
            seconds = ByteBuffer.wrap(bytes).getLong();
        }
        byte[] signature = Arrays.copyOfRange(bytes, type.timeBytes(), bytes.length);
        if (!claims(key)
                || seconds < 0
                || seconds > SECONDS_MAX
                || !key.key().verifies(type.message(text, seconds), signature)) {
            throw refused(key);
        }
        return type.timeBytes() > 0 ? Instant.ofEpochSecond(seconds) : null;
    }

    private static BadTextException refused(NoteKey key) {
        return new BadTextException("what is said to be a signature of " + key.name() + " is none");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that
                && keyId == that.keyId
                && name.equals(that.name)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, keyId, Arrays.hashCode(bytes));
    }

    /** The line, without its end. */
    @Override
    public String toString() {
        byte[] all = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(keyId)
                .put(bytes)
                .array();
        return HEAD + name + " " + Base64Text.of(all);
    }
}
