package dev.seckill.api.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** What a browser gets, as it is and compressed. Nobody may write to its arrays. Thread-safe. */
public final class PageBody {

    private static final int HASH_BYTES = 8;

    private final byte[] plain;
    private final byte[] gzip;
    /** Null until somebody asks; the same whoever makes it. */
    private volatile String hash;

    /** Compresses it, once for all who ask for it. */
    public PageBody(byte[] plain) {
        this(plain, compressed(plain));
    }

    private PageBody(byte[] plain, byte[] gzip) {
        this.plain = plain;
        this.gzip = gzip;
    }

    /** For one who asks alone: not compressed, which takes longer than the rest of such a page. */
    static PageBody forOne(byte[] plain) {
        return new PageBody(plain, null);
    }

    /** As it is. */
    public byte[] plain() {
        return plain;
    }

    /** The same compressed; null where that is no shorter, or not worth it. */
    public byte[] gzip() {
        return gzip;
    }

    /** A name that another content does not have: 16 hexadecimal digits. */
    public String hash() {
        String known = hash;
        if (known == null) {
            known = hashed();
            hash = known;
        }
        return known;
    }

    private String hashed() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.size() < plain.length ? bytes.toByteArray() : null;
    }
}
