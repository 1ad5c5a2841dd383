package dev.seckill.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.Terminal;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short form of the attacks with a fixed seed. */
@TakesLong
@Timeout(600)
class AttackIT {

    private static final List<Assault> ASSAULTS = List.of(Assault.values());

    /** Short, so that what does not go on is ended within the test; what each one does is the same. */
    private static final AttackSystem.Settings WAITS = new AttackSystem.Settings(
            List.of(
                    "--warm-up=0",
                    "--head-wait=1s",
                    "--redis-timeout=500ms",
                    "--decision-wait=500ms",
                    "--read-back-wait=500ms",
                    "--send-wait=100ms",
                    "--publish-wait=200ms",
                    "--answer-wait=4s"),
            List.of("--head-wait=1s"));

    private static final AttackPlan PLAN = new AttackPlan(
            ASSAULTS,
            7,
            1_000,
            Duration.ofMinutes(3), // as long as a busy machine needs for all of them
            100,
            Duration.ofMillis(600), // longer than a slow client's pause
            Duration.ofSeconds(60),
            2,
            Duration.ofMillis(100));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void noAttackHarmsTheSaleOrTheBuyersBeside(@TempDir Path folder) throws Exception {
        AttackReport report = attack(folder);

        assertThat(report.isPass())
                .as("%s%n%s", out, AttackPrinter.print(report))
                .isTrue();
        assertThat(report.assaults()).extracting(AssaultResult::assault).isEqualTo(ASSAULTS);
        assertThat(report.reckoning().rows()).isPositive();
        // What was sent is there: a refusal for each broken request, an end for each that did not go on.
        assertThat(requests(report, Assault.MALFORMED))
                .isEqualTo(3L * MalformedRequests.all().size());
        assertThat(requests(report, Assault.RANDOM)).isGreaterThanOrEqualTo(PLAN.requests());
        assertThat(requests(report, Assault.HALF_SENT)).isEqualTo(PLAN.connections());
    }

    private static long requests(AttackReport report, Assault assault) {
        return report.assaults().stream()
                .filter(result -> result.assault() == assault)
                .flatMap(result -> result.outcomes().values().stream())
                .mapToLong(count -> count)
                .sum();
    }

    private AttackReport attack(Path folder) throws InterruptedException {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
        Clock clock = Clock.systemUTC();
        SaleId sale = SaleId.DEFAULT;
        try (AttackSystem system = AttackSystem.start(folder.resolve("system"), sale, clock, WAITS);
                AttackRun run = new AttackRun(system, PLAN, folder, terminal, clock)) {
            return run.play();
        }
    }
}
