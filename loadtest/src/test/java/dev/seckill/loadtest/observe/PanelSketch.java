package dev.seckill.loadtest.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws a panel about as Grafana does. */
final class PanelSketch {

    private static final List<String> COLOURS = List.of(
            "#3274d9", "#e0752d", "#299c46", "#8f3bb8", "#d44a3a", "#0d98ba", "#b7950b", "#7f8c8d", "#1f4e79",
            "#c2185b");
    private static final String GRID = "#e3e5e8";
    private static final int LEGEND_LINES_MAX = 3;
    private static final int LETTER = 6;

    private final Svg svg;
    private final PrometheusApi prometheus;
    private final Instant from;
    private final Instant to;

    PanelSketch(Svg svg, PrometheusApi prometheus, Instant from, Instant to) {
        this.svg = svg;
        this.prometheus = prometheus;
        this.from = from;
        this.to = to;
    }

    private record Named(String name, PrometheusApi.Curve curve) {}

    void draw(Dashboard.Panel panel, double x, double y, double width, double height) {
        svg.rectangle(x, y, width, height, "#fff");
        if (panel.type().equals("stat")) {
            drawFigure(panel, x, y, width, height);
            return;
        }
        svg.text(x + 8, y + 17, 13, "start", Svg.TEXT, panel.title());
        Plot plot = new Plot(x + 62, y + 30, width - 76, height - 30 - 22 - 14 * LEGEND_LINES_MAX);
        if (panel.type().equals("heatmap")) {
            drawHeat(panel, plot);
        } else {
            drawCurves(panel, plot, x + 8, width - 16);
        }
    }

    private record Plot(double x, double y, double width, double height) {
        double bottom() {
            return y + height;
        }
    }

    private void drawFigure(Dashboard.Panel panel, double x, double y, double width, double height) {
        List<PrometheusApi.Curve> found = prometheus.now(panel.targets().get(0).query());
        double value = found.isEmpty() ? Double.NaN : found.get(0).last();
        boolean isGood = panel.turnsRedAbove() ? value < 1 : value >= 1;
        svg.rectangle(x, y, width, height, Double.isNaN(value) ? "#9fa7b3" : isGood ? "#299c46" : "#d44a3a");
        svg.text(x + 8, y + 17, 13, "start", "#fff", panel.title());
        svg.text(x + width / 2, y + height / 2 + 22, 34, "middle", "#fff", Units.shown(value, panel.unit()));
    }

    private void drawCurves(Dashboard.Panel panel, Plot plot, double legendX, double legendWidth) {
        List<Named> curves = new ArrayList<>();
        for (Dashboard.Target target : panel.targets()) {
            prometheus
                    .between(target.query(), from, to, 1)
                    .forEach(curve -> curves.add(new Named(target.name(curve), curve)));
        }
        double most = round(curves.stream()
                .flatMap(each -> each.curve().points().values().stream())
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1));
        drawFrame(plot, most, panel.unit());
        for (int i = 0; i < curves.size(); i++) {
            drawCurve(curves.get(i).curve(), plot, most, COLOURS.get(i % COLOURS.size()));
        }
        drawLegend(curves, panel.unit(), legendX, plot.bottom() + 36, legendWidth);
    }

    /** A second without a value breaks the line. */
    private void drawCurve(PrometheusApi.Curve curve, Plot plot, double most, String colour) {
        StringBuilder line = new StringBuilder();
        double before = Double.NaN;
        for (var point : curve.points().entrySet()) {
            boolean isShown = Double.isFinite(point.getValue());
            if (line.length() > 0 && (!isShown || point.getKey() - before > 1.5)) {
                svg.curve(line.toString(), colour);
                line.setLength(0);
            }
            if (isShown) {
                double height = plot.height() * Math.max(0, point.getValue()) / most;
                line.append(String.format(Locale.ROOT, "%.1f,%.1f ", at(plot, point.getKey()), plot.bottom() - height));
            }
            before = point.getKey();
        }
        svg.curve(line.toString(), colour);
    }

    private void drawLegend(List<Named> curves, String unit, double x, double y, double width) {
        double at = x;
        int line = 0;
        for (int i = 0; i < curves.size(); i++) {
            String text = curves.get(i).name() + " "
                    + Units.shown(curves.get(i).curve().last(), unit);
            double needed = 16 + LETTER * text.length() + 10;
            if (at > x && at + needed > x + width) {
                at = x;
                line++;
            }
            if (line == LEGEND_LINES_MAX) {
                return;
            }
            svg.rectangle(at, y + 14 * line - 8, 10, 3, COLOURS.get(i % COLOURS.size()));
            svg.text(at + 14, y + 14 * line - 3, 11, "start", Svg.TEXT, text);
            at += needed;
        }
    }

    /** A column for each second, a box for each bucket: the darker, the more requests. */
    private void drawHeat(Dashboard.Panel panel, Plot plot) {
        List<PrometheusApi.Curve> buckets = prometheus
                .between(panel.targets().get(0).query(), from, to, 1)
                .stream()
                .sorted(Comparator.comparingDouble(PanelSketch::bound))
                .toList();
        double row = plot.height() / Math.max(1, buckets.size());
        double column = plot.width() / Math.max(1, to.getEpochSecond() - from.getEpochSecond());
        double most = 1;
        for (boolean measures : new boolean[] {true, false}) {
            for (int i = 0; i < buckets.size(); i++) {
                for (var point : buckets.get(i).points().entrySet()) {
                    double below = i == 0 ? 0 : buckets.get(i - 1).points().getOrDefault(point.getKey(), 0.0);
                    double requests = point.getValue() - below;
                    if (measures) {
                        most = Math.max(most, requests);
                    } else if (requests > 0) {
                        int shade = (int) (220 - 220 * Math.sqrt(requests / most));
                        svg.rectangle(
                                at(plot, point.getKey()),
                                plot.bottom() - row * (i + 1),
                                column + 0.5,
                                row - 0.5,
                                String.format(Locale.ROOT, "rgb(%d,%d,255)", shade, shade));
                    }
                }
            }
        }
        for (int i = 0; i < buckets.size(); i++) {
            String bound = Double.isInfinite(bound(buckets.get(i))) ? "more" : Units.shown(bound(buckets.get(i)), "s");
            svg.text(plot.x() - 6, plot.bottom() - row * i - row / 2 + 4, 9, "end", Svg.PALE, bound);
        }
        drawSeconds(plot);
    }

    private static double bound(PrometheusApi.Curve bucket) {
        String bound = bucket.labels().getOrDefault("le", "+Inf");
        return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }

    private void drawFrame(Plot plot, double most, String unit) {
        for (int tick = 0; tick <= 2; tick++) {
            double y = plot.bottom() - plot.height() * tick / 2;
            svg.line(plot.x(), y, plot.x() + plot.width(), y, GRID);
            svg.text(plot.x() - 6, y + 4, 10, "end", Svg.PALE, Units.shown(most * tick / 2, unit));
        }
        drawSeconds(plot);
    }

    private void drawSeconds(Plot plot) {
        long length = to.getEpochSecond() - from.getEpochSecond();
        long step = Math.max(1, (length / 4 + 4) / 5 * 5);
        for (long second = 0; second <= length; second += step) {
            double x = plot.x() + plot.width() * second / length;
            svg.text(x, plot.bottom() + 14, 10, "middle", Svg.PALE, second + " s");
        }
    }

    private double at(Plot plot, double second) {
        double start = from.toEpochMilli() / 1e3;
        return plot.x() + plot.width() * (second - start) / (to.toEpochMilli() / 1e3 - start);
    }

    /** The next number of 1, 2, 5, 10, 20, 50 and so on, downwards as well. */
    private static double round(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
