package dev.seckill.proof.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A public key with the name that it signs notes by.
 *
 * @param name such as {@code shop.example/proofs/receipts}: no spaces, no plus, no control characters
 */
public record NoteKey(String name, KeyType type, Ed25519Key key) {

    /** The longest name, in characters. */
    public static final int NAME_LENGTH_MAX = 255;

    private static final int ID_BYTES = 4;

    /** @throws BadTextException if the name may not be one */
    public NoteKey {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(key, "key");
        if (!isName(name)) {
            throw new BadTextException("the name of a key must be 1 to " + NAME_LENGTH_MAX
                    + " characters without spaces, plus and control characters");
        }
    }

    /**
     * Reads the form in which keys are handed on: {@code NAME+ID+BASE64}.
     *
     * @throws BadTextException if it is none, its id is another key's, or the key cannot be relied on
     */
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new BadTextException("a key is NAME+ID+BASE64, but this one is not");
        }
        byte[] typed = Base64Text.bytes("the key", parts[2], 1 + Ed25519Key.BYTES);
        NoteKey key =
                new NoteKey(parts[0], KeyType.of(typed[0]), Ed25519Key.of(Arrays.copyOfRange(typed, 1, typed.length)));
        if (!key.toString().equals(vkey)) {
            throw new BadTextException("the id of the key is another one's: it should be " + hex(key.id()));
        }
        return key;
    }

    /** This key under another name, and so with another id. */
    public NoteKey named(String other) {
        return new NoteKey(other, type, key);
    }

    /** Tells keys of one name apart; not enough to rely on a key. */
    public int id() {
        return id(name, type, key.bytes());
    }

    static int id(String name, KeyType type, byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(UTF_8));
            digest.update((byte) '\n');
            digest.update(type.code());
            return ByteBuffer.wrap(digest.digest(key), 0, ID_BYTES).getInt();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is a part of every JDK", e);
        }
    }

    static String hex(int id) {
        return HexFormat.of().toHexDigits(id);
    }

    static boolean isName(String name) {
        return name != null
                && !name.isEmpty()
                && name.length() <= NAME_LENGTH_MAX
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || Character.isISOControl(c)
                                || Character.isSpaceChar(c)
                                || Character.isWhitespace(c));
    }

    /** {@code NAME+ID+BASE64}, as {@link #parse} takes it. */
    @Override
    public String toString() {
        byte[] typed = new byte[1 + Ed25519Key.BYTES];
        typed[0] = type.code();
        System.arraycopy(key.bytes(), 0, typed, 1, Ed25519Key.BYTES);
        return name + "+" + hex(id()) + "+" + Base64Text.of(typed);
    }
}
