package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChaosOptionsTest {

    @Test
    void drawFromAllFaultsByDefault() {
        ChaosOptions options = parse();

        assertThat(options.problems()).isEmpty();
        assertThat(options.buyers).isEqualTo(16);
        assertThat(options.list).isFalse();
        assertThat(options.plan().rounds())
                .extracting(Plan.Round::fault)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Fault.values()));
    }

    @Test
    void areTakenFromTheCommandLineEveryOne() {
        ChaosOptions options =
                parse("--rounds=3", "--seed=9", "--faults=api-kill,redis-lost", "--buyers=2", "--list", "--home=h");

        assertThat(options.problems()).isEmpty();
        assertThat(options.buyers).isEqualTo(2);
        assertThat(options.list).isTrue();
        assertThat(options.home).hasToString("h");
        assertThat(options.plan()).isEqualTo(Plan.draw(9, 3, Arrays.asList(Fault.API_KILL, Fault.REDIS_LOST)));
    }

    @Test
    void takeFaultsAsSeveralArgumentsToo() {
        assertThat(parse("--faults", "mysql-kill", "mysql-freeze").faults)
                .containsExactly("mysql-kill", "mysql-freeze");
    }

    @Test
    void tellEveryProblemAtOnce() {
        assertThat(parse("--rounds=0", "--buyers=201", "--faults=api-kill,flood")
                        .problems())
                .containsExactly(
                        "--rounds: 0 is not in [1..10000]",
                        "--buyers: 201 is not in [1..200]",
                        "--faults: flood is none; see --list");
    }

    private static ChaosOptions parse(String... arguments) {
        ChaosOptions options = new ChaosOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
