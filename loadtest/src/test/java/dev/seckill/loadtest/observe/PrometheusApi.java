package dev.seckill.loadtest.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a Prometheus answers.
 *
 * @param url where it is
 */
record PrometheusApi(URI url) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);

    /** A series and its values, by seconds since 1970. */
    record Curve(Map<String, String> labels, TreeMap<Double, Double> points) {

        double last() {
            return points.lastEntry().getValue();
        }
    }

    /** A rule as Prometheus has understood it. */
    record Rule(String name, String query, boolean isAlert, String health, String lastError) {}

    /** The series of an expression as it is now. */
    List<Curve> now(String query) {
        List<Curve> curves = new ArrayList<>();
        for (JsonNode each : get("query", Map.of("query", query)).path("result")) {
            TreeMap<Double, Double> point = new TreeMap<>();
            point.put(each.at("/value/0").asDouble(), number(each.at("/value/1")));
            curves.add(new Curve(labels(each), point));
        }
        return curves;
    }

    /** The same over a time. */
    List<Curve> between(String query, Instant from, Instant to, int stepSeconds) {
        List<Curve> curves = new ArrayList<>();
        JsonNode data = get(
                "query_range",
                Map.of(
                        "query", query,
                        "start", Double.toString(from.toEpochMilli() / 1e3),
                        "end", Double.toString(to.toEpochMilli() / 1e3),
                        "step", Integer.toString(stepSeconds)));
        for (JsonNode each : data.path("result")) {
            TreeMap<Double, Double> points = new TreeMap<>();
            each.path("values").forEach(point -> points.put(point.get(0).asDouble(), number(point.get(1))));
            curves.add(new Curve(labels(each), points));
        }
        return curves;
    }

    /** All rules. */
    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode group : get("rules", Map.of()).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rules.add(new Rule(
                        rule.path("name").asText(),
                        rule.path("query").asText(),
                        rule.path("type").asText().equals("alerting"),
                        rule.path("health").asText(),
                        rule.path("lastError").asText("")));
            }
        }
        return rules;
    }

    /** The names of the alerts that fire now. */
    Set<String> firing() {
        Set<String> firing = new TreeSet<>();
        for (JsonNode alert : get("alerts", Map.of()).path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                firing.add(alert.at("/labels/alertname").asText());
            }
        }
        return firing;
    }

    private JsonNode get(String what, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v1/" + what + query))
                .timeout(REPLY_WAIT)
                .build();
        try {
            JsonNode reply =
                    JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
            if (!reply.path("status").asText().equals("success")) {
                throw new IllegalStateException(
                        parameters + ": " + reply.path("error").asText());
            }
            return reply.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Prometheus was asked", e);
        }
    }

    private static Map<String, String> labels(JsonNode series) {
        Map<String, String> labels = new TreeMap<>();
        series.path("metric")
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels;
    }

    /** Prometheus writes numbers as texts, because JSON knows no NaN and no infinity. */
    private static double number(JsonNode text) {
        return switch (text.asText()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.asText());
        };
    }
}
