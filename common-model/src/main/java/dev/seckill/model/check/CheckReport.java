package dev.seckill.model.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All that was looked at, as a table and as an exit code. */
public record CheckReport(List<CheckPoint> points) {

    /** Everything is green. */
    public static final int FINE = 0;
    /** Something is amber, or could not be asked. */
    public static final int DOUBTFUL = 1;
    /** Something is red. */
    public static final int BAD = 3;

    /** Copies the list. */
    public CheckReport {
        points = List.copyOf(points);
    }

    /** The worst of all; green if there are none. */
    public Light light() {
        return points.stream()
                .map(CheckPoint::light)
                .max(Comparator.naturalOrder())
                .orElse(Light.GREEN);
    }

    /** @param unknownIsFine whether what could not be asked counts as green */
    public int exitCode(boolean unknownIsFine) {
        return switch (light()) {
            case GREEN -> FINE;
            case UNKNOWN -> unknownIsFine ? FINE : DOUBTFUL;
            case AMBER -> DOUBTFUL;
            case RED -> BAD;
        };
    }

    /** A line for each point, in their order, and one that counts them. */
    public String asTable() {
        int width = points.stream()
                .mapToInt(point -> point.subject().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        for (CheckPoint point : points) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-7s  %-" + Math.max(1, width) + "s  %s%s%n",
                    point.light(),
                    point.subject(),
                    point.found(),
                    point.remedy().isEmpty() ? "" : " -> " + point.remedy()));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "%d red, %d amber, %d unknown, %d green%n",
                        count(Light.RED),
                        count(Light.AMBER),
                        count(Light.UNKNOWN),
                        count(Light.GREEN)))
                .toString();
    }

    private long count(Light light) {
        return points.stream().filter(point -> point.light() == light).count();
    }
}
