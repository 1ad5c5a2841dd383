package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.SeriesTest.series;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.bench.Target.Demand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChartTest {

    @Test
    void showsEveryLineAndEveryCurve(@TempDir Path folder) throws IOException {
        Figures figures = new Figures();
        figures.of("empty handler @ 1 per second").add(100);
        figures.of("empty handler @ 16 per second").add(200);
        BenchReport report = BenchReport.of(
                figures,
                List.of(
                        new Target("a ÷ b <c>", Demand.AT_LEAST, 0.6, series(0.5, 0.4)),
                        new Target("only read", Demand.REPORTED, 0, series(7)),
                        new Target("nothing yet", Demand.AT_MOST, 2, series())));

        String page = Files.readString(Chart.write(folder.resolve("chart.html"), report));

        assertThat(page)
                .contains("a ÷ b &lt;c>", "MISSED", "only read", "nothing yet", "not measured")
                .contains("empty handler</text>")
                .doesNotContain("NaN");
        assertThat(report.table()).contains("a ÷ b <c>", "0.45", "≥ 0.60", "MISSED");
    }
}
