package dev.seckill.loadtest.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.observe.AlertRules;
import dev.seckill.infra.observe.Runbook;
import dev.seckill.infra.testing.NeedsPrometheus;
import dev.seckill.infra.testing.TakesLong;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each alert is seen to fire, by a fault that was made; then the steps of {@code infra/RUNBOOK.md}, run as they stand, mend it,
 * and the alert is over. The rules wait for less than they do in production, and their thresholds are those of production.
 */
@TakesLong
@NeedsPrometheus({"curl", "redis-cli"})
@Timeout(420)
final class DrillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Path FOLDER = Path.of("target", "drill");

    private static ObservedSystem system;
    private static RunbookShell shell;
    private static Trickle buyers;

    private final Runbook runbook = Runbook.ofCheckout();

    @BeforeAll
    static void start() {
        system = ObservedSystem.start(FOLDER, 1_000_000, "45s", AlertRules.ofCheckout());
        shell = new RunbookShell(system.addresses(), system::part, FOLDER);
        buyers = new Trickle(URI.create(system.api().url()));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            buyers.close();
            shell.close();
            system.close();
        }
    }

    /** What one drill left broken is no fault of the next. */
    @AfterEach
    void leaveAllRunning() {
        system.restartWhatStandsStill();
    }

    @ParameterizedTest
    @EnumSource
    void theRunbookMends(Drill drill) throws Exception {
        awaitOver(AlertRules.ofCheckout().alerts());

        Map<String, String> variables = drill.make(system);
        awaitSeen(drill.alerts());
        for (String alert : drill.alerts()) {
            shell.run(runbook.checks(alert), variables);
            assertThat(runbook.mends(alert))
                    .as(alert)
                    .isEqualTo(runbook.mends(drill.alerts().get(0)));
        }
        drill.endCause(system);
        shell.run(runbook.mends(drill.alerts().get(0)), variables);

        awaitSeen(drill.afterwards());
        awaitOver(AlertRules.ofCheckout().alerts());
    }

    /** Each at some time; not all have to fire at once. */
    private static void awaitSeen(Collection<String> alerts) {
        Set<String> missing = new TreeSet<>(alerts);
        await().atMost(PATIENCE).pollInterval(PAUSE).untilAsserted(() -> {
            missing.removeAll(system.prometheus().firing());
            assertThat(missing).as("did not fire").isEmpty();
        });
    }

    private static void awaitOver(Collection<String> alerts) {
        await().atMost(PATIENCE)
                .pollInterval(PAUSE)
                .untilAsserted(() -> assertThat(system.prometheus().firing()).doesNotContainAnyElementsOf(alerts));
    }
}
