package dev.seckill.api.orderlog;

import dev.seckill.model.event.NumberRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the numbers that are missing, as ranges, so that many take no more than few. Used once. */
final class Gaps {

    private final List<NumberRange> gaps = new ArrayList<>();
    private long next = 1;

    /** This number is there. To be called with ascending numbers. */
    void has(long number) {
        if (number > next) {
            gaps.add(new NumberRange(next, number - 1));
        }
        next = Math.max(next, number + 1);
    }

    /**
     * The missing numbers from 1 to the highest, in ascending ranges.
     *
     * @param but ranges that do not count as missing, in any order
     */
    List<NumberRange> upTo(long highest, List<NumberRange> but) {
        has(highest + 1);
        List<NumberRange> known = new ArrayList<>(but);
        known.sort(Comparator.comparingLong(NumberRange::first));
        List<NumberRange> missing = new ArrayList<>();
        for (NumberRange gap : gaps) {
            long first = gap.first();
            for (NumberRange range : known) {
                if (range.last() < first) {
                    continue;
                }
                if (range.first() > gap.last()) {
                    break;
                }
                if (range.first() > first) {
                    missing.add(new NumberRange(first, range.first() - 1));
                }
                first = range.last() + 1;
            }
            if (first <= gap.last()) {
                missing.add(new NumberRange(first, gap.last()));
            }
        }
        return missing;
    }
}
