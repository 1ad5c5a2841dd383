package dev.seckill.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The table as a page to look at: a bar for each median, a whisker from minimum to maximum, a mark at the target. */
final class Chart {

    private static final int WIDTH = 420;
    private static final int ROW = 26;
    private static final int MARGIN = 8;

    private Chart() {}

    /** Writes the page; returns the file. */
    static Path write(Path file, BenchReport report) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>seckill benchmarks</title><style>
                body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color: #222; }
                table { border-collapse: collapse; } td, th { padding: 2px 12px 2px 0; text-align: left; }
                td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
                .met { color: #1a7f37; } .MISSED { color: #b42318; font-weight: 600; }
                </style></head><body><h1>seckill benchmarks</h1>
                """);
        page.append("<p>").append(escaped(report.machine())).append("</p>\n");
        page.append("<table><tr><th>what</th><th>median</th><th>target</th><th></th><th>0 … 1.5 × target</th></tr>\n");
        for (BenchReport.Line line : report.targets()) {
            page.append("<tr><td>")
                    .append(escaped(line.what()))
                    .append("</td><td class=n>")
                    .append(Target.number(line.figure().median()))
                    .append("</td><td class=n>")
                    .append(escaped(line.asked()))
                    .append("</td><td class=\"")
                    .append(line.stands())
                    .append("\">")
                    .append(line.stands())
                    .append("</td><td>")
                    .append(bar(line))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n").append(Curves.of(report)).append("</body></html>\n");
        return Files.writeString(file, page);
    }

    /** The whole width is one and a half times the target, or the largest value where there is none. */
    private static String bar(BenchReport.Line line) {
        BenchReport.Spread figure = line.figure();
        if (Double.isNaN(figure.median())) {
            return "";
        }
        double bound = line.asked().isEmpty() ? Double.NaN : boundOf(line.asked());
        double full = Double.isNaN(bound) ? figure.max() : Math.max(bound * 1.5, figure.max());
        StringBuilder svg = new StringBuilder(
                String.format(Locale.ROOT, "<svg width=\"%d\" height=\"%d\" role=\"img\">", WIDTH + 2 * MARGIN, ROW));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"6\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                MARGIN,
                x(figure.median(), full) - MARGIN,
                line.stands().equals("MISSED") ? "#f0a39b" : "#9cc3e6"));
        svg.append(line(x(figure.min(), full), 13, x(figure.max(), full), 13, "#333", ""));
        if (!Double.isNaN(bound)) {
            svg.append(line(x(bound, full), 2, x(bound, full), ROW - 2, "#b42318", "stroke-dasharray=\"3 2\""));
        }
        return svg.append("</svg>").toString();
    }

    private static double boundOf(String asked) {
        return Double.parseDouble(asked.replaceAll("[^0-9.]", ""));
    }

    private static double x(double value, double full) {
        return MARGIN + WIDTH * value / full;
    }

    static String line(double x1, double y1, double x2, double y2, String colour, String more) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\" %s/>",
                x1,
                y1,
                x2,
                y2,
                colour,
                more);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** Replies per second over the number of connections, a curve for each program. */
    private static final class Curves {

        private static final int HEIGHT = 300;
        private static final int LEFT = 60;
        private static final List<String> PROGRAMS =
                List.of("empty handler", "accepted, combined", "accepted, one transaction each");
        private static final List<String> COLOURS = List.of("#888888", "#1f6feb", "#d1793b");
        private static final int[] BUYERS = HotSale.BUYERS;

        /** Nothing if the case that they show was not run. */
        static String of(BenchReport report) {
            boolean isMeasured =
                    report.figures().keySet().stream().anyMatch(name -> name.startsWith(PROGRAMS.get(0) + " @"));
            return isMeasured ? "<h2>Replies per second</h2>\n" + svg(report) : "";
        }

        private static String svg(BenchReport report) {
            double most = report.figures().entrySet().stream()
                    .filter(figure -> figure.getKey().endsWith(" per second"))
                    .mapToDouble(figure -> figure.getValue().max())
                    .max()
                    .orElse(1);
            StringBuilder svg = new StringBuilder(
                    String.format(Locale.ROOT, "<svg width=\"%d\" height=\"%d\" font-size=\"13\">", 860, HEIGHT + 60));
            for (int tick = 0; tick <= 4; tick++) {
                double y = y(most * tick / 4, most);
                svg.append(line(LEFT, y, 640, y, "#e5e5e5", ""))
                        .append(text(4, y + 4, String.format(Locale.ROOT, "%,.0f", most * tick / 4), "#555"));
            }
            for (int column = 0; column < BUYERS.length; column++) {
                svg.append(text(column(column) - 12, HEIGHT + 28, "" + BUYERS[column], "#555"));
            }
            svg.append(text(260, HEIGHT + 50, "connections", "#555"));
            for (int program = 0; program < PROGRAMS.size(); program++) {
                svg.append(curve(report, program, most));
            }
            return svg.append("</svg>\n").toString();
        }

        private static String curve(BenchReport report, int program, double most) {
            StringBuilder curve = new StringBuilder();
            double lastX = Double.NaN;
            double lastY = Double.NaN;
            for (int column = 0; column < BUYERS.length; column++) {
                BenchReport.Spread figure =
                        report.figures().get(PROGRAMS.get(program) + " @ " + BUYERS[column] + " per second");
                if (figure == null) {
                    continue;
                }
                double x = column(column);
                double y = y(figure.median(), most);
                if (!Double.isNaN(lastX)) {
                    curve.append(line(lastX, lastY, x, y, COLOURS.get(program), ""));
                }
                curve.append(line(x, y(figure.min(), most), x, y(figure.max(), most), COLOURS.get(program), ""));
                lastX = x;
                lastY = y;
            }
            return Double.isNaN(lastX)
                    ? ""
                    : curve.append(text(650, lastY + 4, PROGRAMS.get(program), COLOURS.get(program)))
                            .toString();
        }

        private static double column(int column) {
            return LEFT + 30 + column * 130.0;
        }

        private static double y(double value, double most) {
            return 10 + HEIGHT * (1 - value / most);
        }

        private static String text(double x, double y, String text, String colour) {
            return String.format(
                    Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>", x, y, colour, escaped(text));
        }
    }
}
