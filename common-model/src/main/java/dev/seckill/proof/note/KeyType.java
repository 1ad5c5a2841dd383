package dev.seckill.proof.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** What a key signs, with the byte that stands for it. */
public enum KeyType {
    /** The text of a note as it is. */
    ED25519(0x01, 0),
    /** That the signer saw a checkpoint at a time (c2sp.org/tlog-cosignature). */
    COSIGNATURE(0x04, Long.BYTES);

    private final byte code;
    private final int timeBytes;

    KeyType(int code, int timeBytes) {
        this.code = (byte) code;
        this.timeBytes = timeBytes;
    }

    byte code() {
        return code;
    }

    /** Bytes of the time, in seconds since 1970, that stands before the signature. */
    int timeBytes() {
        return timeBytes;
    }

    /** The bytes that are signed. */
    byte[] message(String text, long epochSeconds) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (this == COSIGNATURE) {
            message.writeBytes(("cosignature/v1\ntime " + epochSeconds + "\n").getBytes(UTF_8));
        }
        message.writeBytes(text.getBytes(UTF_8));
        return message.toByteArray();
    }

    static KeyType of(byte code) {
        for (KeyType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new BadTextException("a key of type " + code + " is none that is known here");
    }
}
