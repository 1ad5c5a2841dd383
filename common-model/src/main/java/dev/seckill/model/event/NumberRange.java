package dev.seckill.model.event;

import java.util.List;

/**
 * Numbers that follow each other.
 *
 * @param first the lowest, at least 1
 * @param last the highest, {@code first} if there is only one
 */
public record NumberRange(long first, long last) {

    /** @throws IllegalArgumentException if it holds no number, or one below 1 */
    public NumberRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("not a range of numbers: " + first + " to " + last);
        }
    }

    /** How many numbers it holds. */
    public long size() {
        return last - first + 1;
    }

    /** Whether it holds this number. */
    public boolean has(long number) {
        return first <= number && number <= last;
    }

    static List<NumberRange> checked(String name, List<NumberRange> ranges, int most) {
        EventRules.require(
                ranges.size() <= most, name + " must be at most " + most + " ranges, but were: ", ranges.size());
        for (int i = 1; i < ranges.size(); i++) {
            EventRules.require(
                    ranges.get(i).first() > ranges.get(i - 1).last(), name + " must ascend, but was: ", ranges.get(i));
        }
        return List.copyOf(ranges);
    }

    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}
