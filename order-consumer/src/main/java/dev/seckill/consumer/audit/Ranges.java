package dev.seckill.consumer.audit;

import dev.seckill.model.event.NumberRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets of numbers as ranges, so that many take no more room than few. */
final class Ranges {

    private Ranges() {}

    /**
     * The numbers of the one that the others have not.
     *
     * @param ranges ascending, apart from each other
     * @param others in any order
     */
    static List<NumberRange> without(List<NumberRange> ranges, List<NumberRange> others) {
        List<NumberRange> sorted = new ArrayList<>(others);
        sorted.sort(Comparator.comparingLong(NumberRange::first));
        List<NumberRange> left = new ArrayList<>();
        int past = 0;
        for (NumberRange range : ranges) {
            while (past < sorted.size() && sorted.get(past).last() < range.first()) {
                past++;
            }
            long first = range.first();
            for (int i = past; i < sorted.size() && sorted.get(i).first() <= range.last(); i++) {
                if (sorted.get(i).first() > first) {
                    left.add(new NumberRange(first, sorted.get(i).first() - 1));
                }
                first = Math.max(first, sorted.get(i).last() + 1);
            }
            if (first <= range.last()) {
                left.add(new NumberRange(first, range.last()));
            }
        }
        return left;
    }

    /** Those of the numbers that are at least so high. */
    static List<NumberRange> from(long least, List<NumberRange> ranges) {
        return least <= 1 ? List.copyOf(ranges) : without(ranges, List.of(new NumberRange(1, least - 1)));
    }

    /** Whether the number is one of them. Ascending ranges. */
    static boolean have(List<NumberRange> ranges, long number) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).has(number)) {
                return true;
            }
            if (ranges.get(middle).last() < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** How many numbers there are. */
    static long size(List<NumberRange> ranges) {
        return ranges.stream().mapToLong(NumberRange::size).sum();
    }
}
