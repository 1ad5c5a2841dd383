package dev.seckill.loadtest.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a run, for people and for programs.
 *
 * @param machine what it ran on
 * @param targets the lines of the table
 * @param figures all that was measured, by name
 */
record BenchReport(String machine, List<Line> targets, Map<String, Spread> figures) {

    private static final String FORMAT = "  %-68s %10s %10s %10s  %-7s %s%n";

    /**
     * A figure over all rounds.
     *
     * @param values in the order of the rounds
     */
    record Spread(double median, double min, double max, List<Double> values) {

        static Spread of(Series series) {
            return new Spread(series.median(), series.min(), series.max(), series.values());
        }
    }

    /** A line of the table. */
    record Line(String what, String asked, String stands, Spread figure) {}

    static BenchReport of(Figures figures, List<Target> targets) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        figures.all().forEach((name, series) -> spreads.put(name, Spread.of(series)));
        return new BenchReport(
                Runtime.getRuntime().availableProcessors() + " processors, Java " + System.getProperty("java.version")
                        + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                targets.stream()
                        .map(target ->
                                new Line(target.what(), target.asked(), target.stands(), Spread.of(target.figure())))
                        .toList(),
                spreads);
    }

    /** The table as text. */
    String table() {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%n%s%n%n", machine));
        table.append(String.format(Locale.ROOT, FORMAT, "", "median", "min", "max", "target", ""));
        for (Line line : targets) {
            table.append(String.format(
                    Locale.ROOT,
                    FORMAT,
                    line.what,
                    Target.number(line.figure.median),
                    Target.number(line.figure.min),
                    Target.number(line.figure.max),
                    line.asked,
                    line.stands));
        }
        return table.toString();
    }
}
