package dev.seckill.loadtest.bench;

import java.util.Locale;

/**
 * A line of the table: what was compared, what it should be, and what it is.
 *
 * @param what what the figure says
 * @param demand what is asked of it
 * @param bound the number that goes with the demand; of no meaning with {@link Demand#REPORTED}
 * @param figure the values in the order in which they were measured
 */
record Target(String what, Demand demand, double bound, Series figure) {

    /** What is asked of a figure. */
    enum Demand {
        /** Its median must be the bound or more. */
        AT_LEAST,
        /** Its median must be the bound or less. */
        AT_MOST,
        /** Nothing: it is there to be read. */
        REPORTED
    }

    /** Whether the demand is met; a figure that could not be measured meets none. */
    boolean isMet() {
        double median = figure.median();
        return switch (demand) {
            case AT_LEAST -> median >= bound;
            case AT_MOST -> median <= bound;
            case REPORTED -> true;
        };
    }

    /** The demand in a few characters; empty if there is none. */
    String asked() {
        return switch (demand) {
            case AT_LEAST -> "≥ " + number(bound);
            case AT_MOST -> "≤ " + number(bound);
            case REPORTED -> "";
        };
    }

    /** How it stands: {@code met}, {@code MISSED}, {@code not measured}, or empty when nothing is asked. */
    String stands() {
        if (Double.isNaN(figure.median())) {
            return "not measured";
        }
        if (demand == Demand.REPORTED) {
            return "";
        }
        return isMet() ? "met" : "MISSED";
    }

    /** Three significant digits for small numbers, whole numbers for large ones. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
