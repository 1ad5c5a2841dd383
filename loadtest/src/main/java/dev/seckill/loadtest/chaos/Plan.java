package dev.seckill.loadtest.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What a run is going to do, fixed by the seed alone: the same seed, rounds and faults make the same plan.
 *
 * @param seed what the rounds were drawn from
 * @param rounds one fault each
 */
record Plan(long seed, List<Round> rounds) {

    private static final int DELAY_MILLIS_MIN = 200;
    private static final int DELAY_MILLIS_MAX = 1_500;

    /** More than the buyers of a round can buy. */
    private static final int PLENTY = 100_000;

    private static final int SCARCE_MIN = 100;
    private static final int SCARCE_MAX = 400;

    /** One round in this many sells out. */
    private static final int SCARCE_ONE_IN = 4;

    Plan {
        rounds = List.copyOf(rounds);
    }

    /**
     * One round.
     *
     * @param number from 1
     * @param fault what is broken
     * @param units on sale at its beginning
     * @param delayMillis from the round's first accepted order to the blow
     * @param holdMillis how long it stays broken
     * @param target which of several equal parts is hit: 0 or 1
     */
    record Round(int number, Fault fault, int units, int delayMillis, int holdMillis, int target) {

        /** Whether it is likely to sell out. */
        boolean isScarce() {
            return units < PLENTY;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s (delay %d ms, held %d ms, target %d, %,d units)",
                    fault.word(),
                    delayMillis,
                    holdMillis,
                    target + 1,
                    units);
        }
    }

    /**
     * Draws a plan. No fault comes again before each of the others has come.
     *
     * @throws IllegalArgumentException if there is no fault to draw from
     */
    static Plan draw(long seed, int rounds, List<Fault> faults) {
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("a plan needs at least one fault");
        }
        Random random = new Random(seed);
        List<Fault> deck = new ArrayList<>();
        List<Round> drawn = new ArrayList<>();
        for (int number = 1; number <= rounds; number++) {
            if (deck.isEmpty()) {
                deck.addAll(faults);
                Collections.shuffle(deck, random);
            }
            drawn.add(round(number, deck.remove(0), random));
        }
        return new Plan(seed, drawn);
    }

    private static Round round(int number, Fault fault, Random random) {
        int delay = between(DELAY_MILLIS_MIN, DELAY_MILLIS_MAX, random);
        int hold = between(fault.holdMillisMin(), fault.holdMillisMax(), random);
        int target = random.nextInt(2);
        // An older Redis is one that lacks orders, so there must be something to buy after the copy.
        boolean scarce = random.nextInt(SCARCE_ONE_IN) == 0 && fault != Fault.REDIS_OLDER;
        int few = between(SCARCE_MIN, SCARCE_MAX, random);
        return new Round(number, fault, scarce ? few : PLENTY, delay, hold, target);
    }

    private static int between(int min, int max, Random random) {
        return min + random.nextInt(max - min + 1);
    }
}
