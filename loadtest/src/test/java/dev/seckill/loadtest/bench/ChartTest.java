package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.SeriesTest.series;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.loadtest.bench.Target.Demand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChartTest {

    @Test
    void showsEveryLine(@TempDir Path folder) throws IOException {
        BenchReport report = BenchReport.of(
                new Figures(),
                List.of(
                        new Target("a ÷ b <c>", Demand.AT_LEAST, 0.6, series(0.5, 0.4)),
                        new Target("only read", Demand.REPORTED, 0, series(7)),
                        new Target("nothing yet", Demand.AT_MOST, 2, series())));

        String page = Files.readString(Chart.write(folder.resolve("chart.html"), report));

        assertThat(readWithoutScripts(page))
                .contains("a ÷ b &lt;c>", "MISSED", "only read", "nothing yet", "not measured")
                .doesNotContain("NaN");
        assertThat(report.table()).contains("a ÷ b <c>", "0.45", "≥ 0.60", "MISSED");
    }

    @Test
    void bringsTheFiguresAlongAsTheyAre(@TempDir Path folder) throws IOException {
        Figures figures = new Figures();
        figures.of("empty handler @ 16 per second").add(200);
        BenchReport report = BenchReport.of(
                figures, List.of(new Target("</script><b>", Demand.AT_LEAST, 0.6, series()), reported("{{rows}}")));

        String page = Files.readString(Chart.write(folder.resolve("chart.html"), report));

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(between(page, "id=\"figures\">", "</script>")))
                .isEqualTo(json.readTree(json.writeValueAsString(report)));
        assertThat(readWithoutScripts(page)).contains("<td>{{rows}}</td>");
    }

    @Test
    void needsNoOtherFileAndNoNetwork(@TempDir Path folder) throws IOException {
        BenchReport report = BenchReport.of(new Figures(), List.of(reported("only read")));

        String page = Files.readString(Chart.write(folder.resolve("chart.html"), report));

        assertThat(page)
                .contains("uPlot (v", ".u-legend", "function drawBar")
                .doesNotContain("src=", "href=", "url(", "@import", "import(", "fetch(", "{{");
    }

    private static Target reported(String what) {
        return new Target(what, Demand.REPORTED, 0, series(7));
    }

    private static String readWithoutScripts(String page) {
        return between(page, "<body>", "<script");
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
