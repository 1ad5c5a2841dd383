package dev.seckill.loadtest.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One figure, in the order in which it was measured. Not thread-safe. */
final class Series {

    private final List<Double> values = new ArrayList<>();

    /** Adds a further value. */
    void add(double value) {
        values.add(value);
    }

    /** Each value divided by the one of another series that was measured beside it: the machine's drift cancels. */
    Series over(Series reference) {
        Series ratios = new Series();
        for (int index = 0; index < Math.min(values.size(), reference.values.size()); index++) {
            ratios.add(values.get(index) / reference.values.get(index));
        }
        return ratios;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** In the order in which they were measured. */
    List<Double> values() {
        return List.copyOf(values);
    }

    /** The middle value, of an even number the mean of the middle two; NaN without values. */
    double median() {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** All values together; 0 without values. */
    double sum() {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The smallest value; NaN without values. */
    double min() {
        return values.isEmpty() ? Double.NaN : sorted()[0];
    }

    /** The largest value; NaN without values. */
    double max() {
        return values.isEmpty() ? Double.NaN : sorted()[values.size() - 1];
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
