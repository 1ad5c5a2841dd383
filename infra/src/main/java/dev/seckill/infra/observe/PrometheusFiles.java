package dev.seckill.infra.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a Prometheus of a test reads: its configuration, the rules, and the list of targets, which it reads anew whenever
 * that changes. The jobs are those of {@code infra/prometheus/prometheus.yml}.
 *
 * @param folder where they lie
 */
record PrometheusFiles(Path folder) {

    private static final String CONFIG = "prometheus.yml";
    private static final String RULES = "rules.yml";
    private static final String TARGETS = "targets.json";

    /** Writes them; each second is scraped, and each second the rules are applied. */
    void write(String rules, List<ScrapeTarget> targets) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(RULES), rules);
        writeTargets(targets);
        String jobs = targets.stream()
                .map(ScrapeTarget::job)
                .distinct()
                .sorted()
                .map(PrometheusFiles::job)
                .collect(Collectors.joining());
        Files.writeString(config(), """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                  evaluation_interval: 1s
                rule_files: [rules.yml]
                scrape_configs:
                """ + jobs);
    }

    /** A target is for the job whose name it has as a label. */
    private static String job(String name) {
        return """
                  - job_name: NAME
                    file_sd_configs: [{files: [targets.json]}]
                    relabel_configs:
                      - {source_labels: [for], regex: NAME, action: keep}
                      - {regex: for, action: labeldrop}
                """.replace("NAME", name);
    }

    /** Whole or not at all, because Prometheus may read it at any moment. */
    private void writeTargets(List<ScrapeTarget> targets) throws IOException {
        String list = targets.stream()
                .map(target -> String.format(
                        Locale.ROOT,
                        "{\"targets\": [\"%s\"], \"labels\": {\"for\": \"%s\", \"instance\": \"%s\"}}",
                        target.address(),
                        target.job(),
                        target.instance()))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        Path draft = Files.writeString(folder.resolve(TARGETS + ".new"), list);
        Files.move(draft, folder.resolve(TARGETS), StandardCopyOption.ATOMIC_MOVE);
    }

    Path config() {
        return folder.resolve(CONFIG);
    }

    Path data() {
        return folder.resolve("data");
    }
}
