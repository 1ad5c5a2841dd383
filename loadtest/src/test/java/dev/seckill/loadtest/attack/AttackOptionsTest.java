package dev.seckill.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class AttackOptionsTest {

    @Test
    void makeEveryAttackByDefault() {
        AttackOptions options = parse();

        assertThat(options.problems()).isEmpty();
        assertThat(options.list).isFalse();
        AttackPlan plan = options.plan();
        assertThat(plan)
                .isEqualTo(new AttackPlan(
                        Arrays.asList(Assault.values()),
                        plan.seed(),
                        200_000,
                        Duration.ofMinutes(5),
                        5_000,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(45),
                        8,
                        Duration.ofSeconds(10)));
    }

    @Test
    void areTakenFromTheCommandLineEveryOne() {
        AttackOptions options = parse(
                "--attacks=random,malformed",
                "--list",
                "--requests=1",
                "--seconds=2",
                "--connections=3",
                "--hold=4",
                "--patience=5",
                "--buyers=6",
                "--calm=7",
                "--seed=8",
                "--home=h");

        assertThat(options.problems()).isEmpty();
        assertThat(options.list).isTrue();
        assertThat(options.home).hasToString("h");
        assertThat(options.plan())
                .isEqualTo(new AttackPlan(
                        List.of(Assault.MALFORMED, Assault.RANDOM),
                        8,
                        1,
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        6,
                        Duration.ofSeconds(7)));
    }

    @Test
    void tellEveryProblemAtOnce() {
        assertThat(parse("--attacks=flood", "--requests=0", "--connections=10001", "--buyers=201")
                        .problems())
                .containsExactly(
                        "--attacks: flood is none; see --list",
                        "--requests: 0 is not in [1..10000000]",
                        "--connections: 10001 is not in [1..10000]",
                        "--buyers: 201 is not in [1..200]");
    }

    @Test
    void standInTheReadmeWithTheirDefaults() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("\n## Attack\n"));

        for (OptionSpec option :
                CommandSpec.forAnnotatedObject(new AttackOptions()).options()) {
            if (!option.hidden()) {
                assertThat(section).contains("| `" + option.longestName() + "` |");
            }
        }
        assertThat(section).contains("| `--requests` | 200,000 |", "| `--connections` | 5,000 |");
        assertThat(Arrays.asList(Assault.values()))
                .allSatisfy(each -> assertThat(section).contains("| `" + each.word() + "` |"));
    }

    private static AttackOptions parse(String... arguments) {
        AttackOptions options = new AttackOptions();
        new CommandLine(CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
