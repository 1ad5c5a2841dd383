package dev.seckill.infra.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.OneOffCommand;
import dev.seckill.infra.testing.NeedsPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertRulesTest {

    private static final Path FOLDER = AlertRules.file().getParent();

    private static final Duration WAIT = Duration.ofMinutes(2);

    private final AlertRules rules = AlertRules.ofCheckout();

    @Test
    @NeedsPrometheus
    void prometheusTakesTheRulesAndItsConfiguration() throws IOException {
        promtool("check", "config", FOLDER.resolve("prometheus.yml").toString());
    }

    /** All but how pods are found: Debian builds Prometheus without that. */
    @Test
    @NeedsPrometheus
    void prometheusTakesItsConfigurationOnKubernetes(@TempDir Path folder) throws IOException {
        Files.copy(FOLDER.resolve("rules.yml"), folder.resolve("rules.yml"));
        String text = Files.readString(FOLDER.resolve("kubernetes.yml"));
        String pods = "kubernetes_sd_configs: [{role: pod, namespaces: {names: [seckill]}}]";
        assertThat(text).contains(pods);

        promtool(
                "check",
                "config",
                Files.writeString(folder.resolve("kubernetes.yml"), text.replace(pods, "static_configs: []"))
                        .toString());
    }

    @Test
    @NeedsPrometheus
    void eachAlertFiresWhenItShouldAndOnlyThen() throws IOException {
        promtool("test", "rules", FOLDER.resolve("rules.test.yml").toString());
    }

    @Test
    @NeedsPrometheus
    void anAlertThatFiresTooEarlyIsFound(@TempDir Path folder) throws IOException {
        Path tests = Files.copy(FOLDER.resolve("rules.test.yml"), folder.resolve("rules.test.yml"));
        Files.writeString(
                folder.resolve("rules.yml"),
                rules.text().replace("max(seckill_outbox_oldest_age_seconds) > 20", "vector(1)"));

        assertThatThrownBy(() -> promtool("test", "rules", tests.toString()))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("SeckillOutboxOld");
    }

    @Test
    void eachAlertHasATest() throws IOException {
        String tests = Files.readString(FOLDER.resolve("rules.test.yml"));

        assertThat(rules.alerts())
                .hasSizeGreaterThan(20)
                .doesNotHaveDuplicates()
                .allSatisfy(alert -> assertThat(tests)
                        .contains("- name: " + alert)
                        .contains("count(ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"})"));
    }

    /** A rule or a panel that names what no program tells would stay empty, and nobody would know. */
    @Test
    void theyNameOnlyWhatTheTablesHave() throws IOException {
        String tables = Files.readString(Checkout.find().root().resolve("infra/METRICS.md"));

        assertThat(rules.metrics())
                .hasSizeGreaterThan(20)
                .allSatisfy(name ->
                        assertThat(tables).contains("| `" + name.replaceFirst("_(bucket|sum|count)$", "") + "` |"));
    }

    @Test
    void aDrillHurriesThem() {
        assertThat(new AlertRules("""
                      - alert: Late
                        expr: rate(a_total[5m]) > 1
                        for: 10m
                """).hurried().text()).isEqualTo("""
                      - alert: Late
                        expr: rate(a_total[10s]) > 1
                        for: 1s
                """);
        assertThat(rules.hurried().alerts()).isEqualTo(rules.alerts());
    }

    @Test
    void theJobsAreThoseThatTheRulesGoBy() throws IOException {
        assertThat(List.of("seckill-api", "order-consumer")).allSatisfy(job -> {
            assertThat(Files.readString(FOLDER.resolve("prometheus.yml"))).contains("job_name: " + job + "\n");
            assertThat(rules.text()).contains(job);
        });
    }

    private static void promtool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(PathProgram.find("promtool").orElseThrow().toString());
        command.addAll(List.of(arguments));
        OneOffCommand.run("promtool", command, WAIT);
    }
}
