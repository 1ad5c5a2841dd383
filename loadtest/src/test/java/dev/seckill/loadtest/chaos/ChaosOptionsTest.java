package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.SettingRows;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosOptionsTest {

    private final Problems problems = new Problems();

    @Test
    void drawFromAllFaultsByDefault() {
        ChaosOptions options = parse();

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.buyers).isEqualTo(16);
        assertThat(options.receipts).isEqualTo(100);
        assertThat(options.list).isFalse();
        assertThat(options.dishonest).isFalse();
        assertThat(options.plan().rounds())
                .extracting(Plan.Round::fault)
                .containsExactlyInAnyOrderElementsOf(Fault.on(false))
                .doesNotContain(Fault.REDIS_MASTER_KILL);
    }

    @Test
    void areTakenFromTheCommandLineEveryOne() {
        ChaosOptions options = parse(
                "--rounds=3",
                "--seed=9",
                "--faults=api-kill,redis-lost",
                "--buyers=2",
                "--receipts=5",
                "--dishonest",
                "--list",
                "--home=h");

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.buyers).isEqualTo(2);
        assertThat(options.receipts).isEqualTo(5);
        assertThat(options.list).isTrue();
        assertThat(options.dishonest).isTrue();
        assertThat(options.launch.home()).hasToString("h");
        assertThat(options.plan()).isEqualTo(Plan.draw(9, 3, Arrays.asList(Fault.API_KILL, Fault.REDIS_LOST)));
    }

    @Test
    void drawFromAllFaultsOfAClusterWithOne() {
        assertThat(parse("--cluster", "--rounds=24").plan().rounds())
                .extracting(Plan.Round::fault)
                .contains(Fault.REDIS_MASTER_KILL, Fault.REDIS_KILL, Fault.ROLLING_RESTART);
        assertThat(problems.isEmpty()).as(problems::message).isTrue();
    }

    @Test
    void refuseTheFaultsOfAClusterWithoutOne() {
        parse("--faults=redis-reshard", "--cluster", "--secure");
        assertThat(problems.message()).contains("--cluster: goes without --secure");

        parse("--faults=redis-reshard");
        assertThat(problems.message()).contains("--faults: redis-reshard needs --cluster");
    }

    @Test
    void takeFaultsAsSeveralArgumentsToo() {
        assertThat(parse("--faults", "mysql-kill", "mysql-freeze").faults)
                .containsExactly("mysql-kill", "mysql-freeze");
    }

    @Test
    void tellEveryProblemAtOnce() {
        parse("--rounds=0", "--buyers=201", "--receipts=-1", "--faults=api-kill,flood");

        assertThat(problems.message())
                .startsWith("4 settings are wrong:")
                .contains(
                        "--rounds: 0 is not in [1..10000]",
                        "--buyers: 201 is not in [1..200]",
                        "--receipts: -1 is not in [0..10000]",
                        "--faults: flood is none; see --list");
    }

    @Test
    void standInTheReadmeAsTheyAre() {
        assertThat(SettingRows.inReadme("## Chaos"))
                .containsExactlyInAnyOrderElementsOf(
                        SettingRows.of(new CommandReader(new ChaosOptions(), Map.of()).commandLine()));
    }

    private ChaosOptions parse(String... arguments) {
        ChaosOptions options = new ChaosOptions();
        new CommandReader(options, Map.of()).read(problems, arguments);
        options.check(problems);
        return options;
    }
}
