package dev.seckill.consumer.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How many units each buyer of a sale has. Buyers are known by 8 bytes of a hash that nobody can aim at, so one takes 16
 * bytes of a table that is at most half full. Not thread-safe.
 */
final class BuyerUnits {

    private static final int FIRST_CAPACITY = 64;

    private final MessageDigest sha = sha256();
    /** 0 marks a free slot. */
    private long[] buyers = new long[FIRST_CAPACITY];

    private long[] units = new long[FIRST_CAPACITY];
    private int size;

    /** Gives the buyer more; returns what that makes. */
    long add(String buyer, long more) {
        long key = key(buyer);
        int slot = slotOf(buyers, key);
        if (buyers[slot] == 0) {
            if ((size + 1) * 2 > buyers.length) {
                grow();
                slot = slotOf(buyers, key);
            }
            buyers[slot] = key;
            size++;
        }
        units[slot] += more;
        return units[slot];
    }

    private long key(String buyer) {
        long key = ByteBuffer.wrap(sha.digest(buyer.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return key == 0 ? 1 : key;
    }

    private void grow() {
        long[] moreBuyers = new long[buyers.length * 2];
        long[] moreUnits = new long[buyers.length * 2];
        for (int i = 0; i < buyers.length; i++) {
            if (buyers[i] != 0) {
                int slot = slotOf(moreBuyers, buyers[i]);
                moreBuyers[slot] = buyers[i];
                moreUnits[slot] = units[i];
            }
        }
        buyers = moreBuyers;
        units = moreUnits;
    }

    private static int slotOf(long[] buyers, long key) {
        int mask = buyers.length - 1;
        int slot = (int) key & mask;
        while (buyers[slot] != 0 && buyers[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
