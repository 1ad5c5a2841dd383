package dev.seckill.consumer.audit;

/** Spreads numbers that lie close together over a table. */
final class Scatter {

    private Scatter() {}

    /** The finaliser of MurmurHash3: every bit of the number changes about half of the bits of the result. */
    static long mix(long number) {
        long bits = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return bits ^ bits >>> 33;
    }
}
