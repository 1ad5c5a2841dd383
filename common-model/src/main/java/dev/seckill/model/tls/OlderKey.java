package dev.seckill.model.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Puts private keys of the forms before PKCS #8 into that form, which the JDK reads: DER within DER. */
final class OlderKey {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xA0;

    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** Its OID and no parameters: 1.2.840.113549.1.1.1. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** Its OID, 1.2.840.10045.2.1; the curve's comes behind it. */
    private static final byte[] ELLIPTIC_CURVE = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private OlderKey() {}

    /** From PKCS #1. */
    static byte[] ofRsa(byte[] key) {
        return element(SEQUENCE, VERSION, element(SEQUENCE, RSA), element(OCTETS, key));
    }

    /**
     * From SEC 1.
     *
     * @throws IllegalArgumentException if it does not name its curve
     */
    static byte[] ofCurve(byte[] key) {
        return element(SEQUENCE, VERSION, element(SEQUENCE, ELLIPTIC_CURVE, curve(key)), element(OCTETS, key));
    }

    private static byte[] curve(byte[] key) {
        try {
            ByteBuffer parts = next(ByteBuffer.wrap(key), SEQUENCE);
            while (parts.hasRemaining()) {
                int tag = parts.get(parts.position()) & 0xFF;
                ByteBuffer part = next(parts, tag);
                if (tag == CURVE) {
                    byte[] curve = new byte[part.remaining()];
                    part.get(curve);
                    return curve;
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException("holds a private key that cannot be read", e);
        }
        throw new IllegalArgumentException("holds a private key that does not name its curve");
    }

    /** What is in the next element; the buffer goes on behind it. */
    private static ByteBuffer next(ByteBuffer buffer, int tag) {
        if ((buffer.get() & 0xFF) != tag) {
            throw new IllegalArgumentException("another element");
        }
        int length = buffer.get() & 0xFF;
        if (length > 0x82) {
            throw new IllegalArgumentException("too long an element");
        }
        if (length >= 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | buffer.get() & 0xFF;
            }
        }
        ByteBuffer content = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer element = ByteBuffer.allocate(length + 4);
        element.put((byte) tag);
        // As long as it can get here: two bytes, which DER wants only where they are needed.
        if (length < 0x80) {
            element.put((byte) length);
        } else if (length < 0x100) {
            element.put((byte) 0x81).put((byte) length);
        } else {
            element.put((byte) 0x82).put((byte) (length >> 8)).put((byte) length);
        }
        for (byte[] part : parts) {
            element.put(part);
        }
        byte[] bytes = new byte[element.position()];
        element.flip().get(bytes);
        return bytes;
    }
}
