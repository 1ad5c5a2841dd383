package dev.seckill.infra.observe;

import dev.seckill.infra.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The recording rules and alerts that come with the project.
 *
 * @param text as Prometheus reads it
 */
public record AlertRules(String text) {

    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
    private static final Pattern PATIENCE = Pattern.compile("(?m)^( +for: )\\w+$");
    private static final Pattern METRIC = Pattern.compile("\\b(?:seckill|consumer|jvm|process)_[a-z0-9_]+");
    private static final Pattern WINDOW = Pattern.compile("\\[\\d+[smh]]");

    /** Those of this checkout. */
    public static AlertRules ofCheckout() {
        try {
            return new AlertRules(Files.readString(file()));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the rules", e);
        }
    }

    /** Where they lie. */
    public static Path file() {
        return Checkout.find().root().resolve("infra/prometheus/rules.yml");
    }

    /** The names of all alerts, in order. */
    public List<String> alerts() {
        return ALERT.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The names of the programs' metrics that the expressions have, each once. */
    public List<String> metrics() {
        String expressions = text.replaceAll("(?m)^ *(summary|description|- record|#).*$", "");
        return METRIC.matcher(expressions)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    /** The same for a drill, in which nobody wants to wait: windows of ten seconds, and alerts that fire after one. */
    public AlertRules hurried() {
        String soon = PATIENCE.matcher(text).replaceAll("$11s");
        return new AlertRules(WINDOW.matcher(soon).replaceAll("[10s]"));
    }
}
