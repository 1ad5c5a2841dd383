package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Tokens whose signature was good, so that it need not be checked again while the keys stay the same. A place for each
 * hash: a newer token takes it. Only good tokens get in, so strangers push out nobody's. Thread-safe.
 */
final class TokenCache {

    private final AtomicReferenceArray<Entry> entries;

    /** A token by its SHA-256, which is shorter. */
    private record Entry(byte[] digest, KnownToken token) {}

    /** @param max 0: it remembers none */
    TokenCache(int max) {
        entries = new AtomicReferenceArray<>(max);
    }

    /** Null if the token is not there. */
    KnownToken get(byte[] digest) {
        Entry entry = entries.length() == 0 ? null : entries.get(place(digest));
        return entry == null || !Arrays.equals(entry.digest, digest) ? null : entry.token;
    }

    void put(byte[] digest, KnownToken token) {
        if (entries.length() > 0) {
            entries.set(place(digest), new Entry(digest, token));
        }
    }

    private int place(byte[] digest) {
        int bits = (digest[0] & 0x7F) << 24 | (digest[1] & 0xFF) << 16 | (digest[2] & 0xFF) << 8 | digest[3] & 0xFF;
        return bits % entries.length();
    }

    /** What it knows a token by. */
    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
