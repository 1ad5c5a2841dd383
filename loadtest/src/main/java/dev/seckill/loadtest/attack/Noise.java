package dev.seckill.loadtest.attack;

import java.util.List;
import java.util.Random;

/** Chance, and what has no sense. The same seed gives the same row. Not thread-safe. */
final class Noise {

    private final Random random;

    Noise(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** From 0 to one less than this. */
    int below(int end) {
        return random.nextInt(end);
    }

    String word() {
        return Integer.toString(random.nextInt(Integer.MAX_VALUE), Character.MAX_RADIX);
    }

    /** Random characters of one byte each. */
    String bytes(int max) {
        return text(max, false);
    }

    /** The same without the end of a line, and mostly letters. */
    String line(int max) {
        return text(max, true);
    }

    private String text(int max, boolean isLine) {
        StringBuilder noise = new StringBuilder();
        int length = random.nextInt(max);
        for (int index = 0; index < length; index++) {
            char next = (char) (oneIn(20) || !isLine ? random.nextInt(256) : 'a' + random.nextInt(26));
            noise.append(isLine && (next == '\r' || next == '\n') ? '?' : next);
        }
        return noise.toString();
    }
}
