package dev.seckill.loadtest.attack;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The addresses of the orders that were accepted last, for requests that go on with them. Thread-safe. */
final class KnownOrders {

    private static final int SIZE = 512;

    private final AtomicReferenceArray<String> addresses = new AtomicReferenceArray<>(SIZE);
    private final AtomicLong added = new AtomicLong();

    void add(String address) {
        addresses.set((int) (added.getAndIncrement() % SIZE), address);
    }

    /** One of them; null while there are too few. */
    String any(Noise noise) {
        return addresses.get(noise.below(SIZE));
    }
}
