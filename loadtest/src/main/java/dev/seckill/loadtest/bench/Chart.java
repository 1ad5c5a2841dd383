package dev.seckill.loadtest.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The table as a page to look at, where uPlot draws a bar for each median, a whisker from minimum to maximum, a mark at the
 * target, and the curves. The page is one file with all that it needs, so it opens from a disk and without a network.
 */
final class Chart {

    private static final String LIBRARY = "org.webjars.npm/uplot";

    private Chart() {}

    /** Writes the page; returns the file. */
    static Path write(Path file, BenchReport report) throws IOException {
        String page = text("chart.html")
                .replace("{{uPlot.min.css}}", library("uPlot.min.css"))
                .replace("{{uPlot.iife.min.js}}", library("uPlot.iife.min.js"))
                .replace("{{chart.js}}", text("chart.js"))
                .replace("{{machine}}", escaped(report.machine()))
                .replace("{{rows}}", rows(report))
                .replace("{{figures}}", figures(report));
        return Files.writeString(file, page);
    }

    /** Readable without scripts; these draw into the last column. */
    private static String rows(BenchReport report) {
        StringBuilder rows = new StringBuilder();
        for (BenchReport.Line line : report.targets()) {
            rows.append("<tr><td>")
                    .append(escaped(line.what()))
                    .append("</td><td class=n>")
                    .append(Target.number(line.figure().median()))
                    .append("</td><td class=n>")
                    .append(escaped(line.asked()))
                    .append("</td><td class=\"")
                    .append(line.stands())
                    .append("\">")
                    .append(line.stands())
                    .append("</td><td class=bar></td></tr>\n");
        }
        return rows.toString();
    }

    /** As in {@code figures.json}; a name with a tag in it must not end the script element around it. */
    private static String figures(BenchReport report) throws IOException {
        return new ObjectMapper().writeValueAsString(report).replace("<", "\\u003c");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** A file of the library, whose folder is named after its version. */
    private static String library(String name) throws IOException {
        Properties about = new Properties();
        about.load(new StringReader(text("/META-INF/maven/" + LIBRARY + "/pom.properties")));
        return text("/META-INF/resources/webjars/uplot/" + about.getProperty("version") + "/dist/" + name);
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Chart.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
