package dev.seckill.api.admission;

import java.security.SecureRandom;

/** A hash that nobody outside this process can foretell, so that nobody can choose keys that fall together. */
final class SecretHash {

    private static final int SHIFT = 32;

    private final long start;
    private final long factor;

    SecretHash() {
        SecureRandom random = new SecureRandom();
        start = random.nextLong();
        factor = random.nextLong() | 1;
    }

    long of(Address address) {
        return mixed(mixed(start, address.isV6() ? 1 : 0), address.bits());
    }

    long of(String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = mixed(hash, text.charAt(i));
        }
        return hash;
    }

    private long mixed(long hash, long next) {
        long product = (hash ^ next) * factor;
        return product ^ (product >>> SHIFT);
    }
}
