package dev.seckill.loadtest.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The dashboard's panels without Grafana: the same queries, asked of Prometheus and drawn. */
final class DashboardPicture {

    private static final int COLUMN = 60;
    private static final int LINE = 30;
    private static final int GAP = 8;

    private DashboardPicture() {}

    /** Writes it as SVG; returns the file. */
    static Path write(Path file, Dashboard dashboard, PrometheusApi prometheus, Instant from, Instant to)
            throws IOException {
        Svg svg = new Svg();
        PanelSketch sketch = new PanelSketch(
                svg, prometheus, from.truncatedTo(ChronoUnit.SECONDS), to.truncatedTo(ChronoUnit.SECONDS));
        int lines = 0;
        for (Dashboard.Panel panel : dashboard.panels()) {
            double x = panel.x() * COLUMN + GAP / 2.0;
            double y = panel.y() * LINE + GAP / 2.0;
            lines = Math.max(lines, panel.y() + panel.height());
            if (panel.type().equals("row")) {
                svg.text(x + 4, y + 19, 15, "start", Svg.TEXT, panel.title());
            } else {
                sketch.draw(panel, x, y, panel.width() * COLUMN - GAP, panel.height() * LINE - GAP);
            }
        }
        return Files.writeString(file, svg.page(24 * COLUMN, lines * LINE + GAP));
    }
}
