package dev.seckill.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.SettingRows;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttackOptionsTest {

    private final Problems problems = new Problems();

    @Test
    void makeEveryAttackByDefault() {
        AttackOptions options = parse();

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
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

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.list).isTrue();
        assertThat(options.launch.home()).hasToString("h");
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
        parse("--attacks=flood", "--requests=0", "--connections=10001", "--buyers=many", "--hold=0");

        assertThat(problems.message())
                .startsWith("5 settings are wrong:")
                .contains(
                        "--attacks: flood is none; see --list",
                        "--requests: 0 is not in [1..10000000]",
                        "--connections: 10001 is not in [1..10000]",
                        "--hold: 0 is not in [1..600 seconds]",
                        "--buyers: 'many' is not a whole number");
    }

    @Test
    void everyAttackStandsInTheReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("\n## Attack\n"));

        assertThat(Arrays.asList(Assault.values()))
                .allSatisfy(each -> assertThat(section).contains("| `" + each.word() + "` |"));
    }

    @Test
    void standInTheReadmeAsTheyAre() {
        assertThat(SettingRows.inReadme("## Attack"))
                .containsExactlyInAnyOrderElementsOf(
                        SettingRows.of(new CommandReader(new AttackOptions(), Map.of()).commandLine()));
    }

    private AttackOptions parse(String... arguments) {
        AttackOptions options = new AttackOptions();
        new CommandReader(options, Map.of()).read(problems, arguments);
        options.check(problems);
        return options;
    }
}
