package dev.seckill.proof.note;

import java.util.Base64;

/**
 * Standard base64 (RFC 4648, section 4), padded, in the one form that encoding gives: two texts of the same bytes would let a
 * file be changed unnoticed.
 */
public final class Base64Text {

    private Base64Text() {}

    public static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The bytes of a text.
     *
     * @param what names it if it is refused
     * @throws BadTextException if it is not base64, or not in its one form
     */
    public static byte[] bytes(String what, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (of(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new BadTextException(what + " is not base64", e);
        }
        throw new BadTextException(what + " is base64 in another form than the usual one");
    }

    /**
     * The same of a text that must stand for so many bytes.
     *
     * @throws BadTextException if it does not
     */
    public static byte[] bytes(String what, String text, int length) {
        byte[] bytes = bytes(what, text);
        if (bytes.length != length) {
            throw new BadTextException(what + " must be " + length + " bytes, but is " + bytes.length);
        }
        return bytes;
    }
}
