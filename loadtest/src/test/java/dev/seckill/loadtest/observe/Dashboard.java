package dev.seckill.loadtest.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The panels of {@code infra/grafana/dashboards/seckill.json} with their queries as Grafana would send them for all sales.
 *
 * @param title of the whole
 * @param panels from top to bottom, headings among them
 */
record Dashboard(String title, List<Panel> panels) {

    private static final String FILE = "infra/grafana/dashboards/seckill.json";

    /** A query, and how its series are named: {@code {{sale}}} stands for a label. */
    record Target(String query, String legend) {

        String name(PrometheusApi.Curve curve) {
            String name = legend;
            for (var label : curve.labels().entrySet()) {
                name = name.replace("{{" + label.getKey() + "}}", label.getValue());
            }
            return name;
        }
    }

    /**
     * One of its pictures.
     *
     * @param type as Grafana names it; row is a heading
     * @param x in columns, of which there are 24
     * @param y in lines
     * @param turnsRedAbove whether a figure above the step is bad; otherwise one below it
     */
    record Panel(
            String type,
            String title,
            String unit,
            int x,
            int y,
            int width,
            int height,
            boolean turnsRedAbove,
            List<Target> targets) {}

    static Dashboard ofCheckout() {
        try {
            JsonNode json = JsonMapper.builder()
                    .build()
                    .readTree(Checkout.find().root().resolve(FILE).toFile());
            List<Panel> panels = new ArrayList<>();
            json.path("panels").forEach(panel -> panels.add(panel(panel)));
            return new Dashboard(json.path("title").asText(), panels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Panel panel(JsonNode json) {
        List<Target> targets = new ArrayList<>();
        json.path("targets")
                .forEach(target -> targets.add(new Target(
                        target.path("expr")
                                .asText()
                                .replace("$__rate_interval", "15s")
                                .replace("$sale", ".*"),
                        target.path("legendFormat").asText())));
        return new Panel(
                json.path("type").asText(),
                json.path("title").asText(),
                json.at("/fieldConfig/defaults/unit").asText(),
                json.at("/gridPos/x").asInt(),
                json.at("/gridPos/y").asInt(),
                json.at("/gridPos/w").asInt(),
                json.at("/gridPos/h").asInt(),
                json.at("/fieldConfig/defaults/thresholds/steps/1/color")
                        .asText()
                        .equals("red"),
                targets);
    }

    /** All queries, each once. */
    List<String> queries() {
        return panels.stream()
                .flatMap(panel -> panel.targets().stream())
                .map(Target::query)
                .distinct()
                .toList();
    }
}
