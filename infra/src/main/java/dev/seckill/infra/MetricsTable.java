package dev.seckill.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of {@code infra/METRICS.md}, and what a scrape differs from them. */
public final class MetricsTable {

    /** Whose metrics. The names are those of the headings. */
    public enum Program {
        API("API"),
        CONSUMER("Consumer");

        private static final String BOTH = "Both";

        private final String heading;

        Program(String heading) {
            this.heading = heading;
        }
    }

    private static final String HEADING = "## ";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Set<String> OF_BUCKETS = Set.of("le", "quantile");
    private static final String MAX = "_max";

    private MetricsTable() {}

    /**
     * A metric.
     *
     * @param type as Prometheus names it
     * @param labels without those that tell buckets and quantiles apart
     */
    public record Metric(String name, String type, Set<String> labels) {

        /** Copies the labels. */
        public Metric {
            labels = Set.copyOf(labels);
        }
    }

    /** The metrics that a program has by the tables, by name. */
    public static Map<String, Metric> of(Program program) {
        Map<String, Metric> metrics = new TreeMap<>();
        String heading = "";
        for (String line : lines()) {
            if (line.startsWith(HEADING)) {
                heading = line.substring(HEADING.length());
            }
            boolean isOfIt = heading.equals(program.heading) || heading.equals(Program.BOTH);
            if (isOfIt && line.startsWith("| `")) {
                String[] cells = line.split(" \\| ");
                Metric metric = new Metric(codes(cells[0]).get(0), cells[1].strip(), Set.copyOf(codes(cells[2])));
                metrics.put(metric.name(), metric);
            }
        }
        return metrics;
    }

    /** The metrics in a scrape, by name; those that have no sample have no labels. */
    public static Map<String, Metric> in(String scrape) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String line : scrape.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                if (sample.matches()) {
                    labels.computeIfAbsent(family(sample.group(1), types), name -> new TreeSet<>())
                            .addAll(labels(sample.group(2)));
                }
            }
        }
        return types.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        type -> new Metric(
                                type.getKey(), type.getValue(), labels.getOrDefault(type.getKey(), Set.of()))));
    }

    /** What a scrape has that the tables have not, and the other way round, a sentence each; none: they agree. */
    public static List<String> differences(Program program, String scrape) {
        Map<String, Metric> told = of(program);
        Map<String, Metric> there = in(scrape);
        List<String> differences = new ArrayList<>();
        told.forEach((name, metric) -> {
            if (!there.containsKey(name)) {
                differences.add(name + " is in the table, and not in the scrape");
            } else if (!there.get(name).equals(metric)) {
                differences.add("the table has " + metric + ", the scrape " + there.get(name));
            }
        });
        there.keySet().stream()
                .filter(name -> !told.containsKey(name) && !isHighestOf(name, told))
                .forEach(name -> differences.add(name + " is in the scrape, and not in the table"));
        return differences;
    }

    private static boolean isHighestOf(String name, Map<String, Metric> told) {
        Metric whole = name.endsWith(MAX) ? told.get(name.substring(0, name.length() - MAX.length())) : null;
        return whole != null && Set.of("histogram", "summary").contains(whole.type());
    }

    private static String family(String sample, Map<String, String> types) {
        return Arrays.stream(new String[] {"_bucket", "_count", "_sum", ""})
                .filter(sample::endsWith)
                .map(end -> sample.substring(0, sample.length() - end.length()))
                .filter(types::containsKey)
                .findFirst()
                .orElse(sample);
    }

    private static Set<String> labels(String text) {
        Set<String> labels = new TreeSet<>();
        if (text != null) {
            LABEL.matcher(text).results().map(label -> label.group(1)).forEach(labels::add);
        }
        labels.removeAll(OF_BUCKETS);
        return labels;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Checkout.find().root().resolve("infra/METRICS.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
