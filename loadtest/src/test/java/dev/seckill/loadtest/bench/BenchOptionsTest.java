package dev.seckill.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.SettingRows;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

    private final Problems problems = new Problems();

    @Test
    void runEveryCaseThreeTimesByDefault() {
        BenchOptions options = parse();

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(options.rounds).isEqualTo(3);
        assertThat(Arrays.asList(CaseName.values())).allMatch(options::wants);
    }

    @Test
    void areTakenFromTheCommandLineEveryOne() {
        BenchOptions options = parse(
                "--rounds=1",
                "--span=2",
                "--warm-up=3",
                "--warm-up-max=4",
                "--sustain=5",
                "--rows=10006",
                "--cases=hot");

        assertThat(problems.isEmpty()).as(problems::message).isTrue();
        assertThat(List.of(
                        options.rounds, options.span, options.warmUp, options.warmUpMax, options.sustain, options.rows))
                .containsExactly(1, 2, 3, 4, 5, 10_006);
        assertThat(options.cases).containsExactly(CaseName.hot);
    }

    @Test
    void tellEveryProblemAtOnce() {
        parse("--rounds=0", "--rows=1", "--warm-up=5", "--warm-up-max=4", "--cases=cool", "--span=soon");

        assertThat(problems.message())
                .startsWith("5 settings are wrong:")
                .contains(
                        "--rounds: 0 is not in [1..50]",
                        "--rows: 1 is not in [10000..1000000]",
                        "--warm-up-max: 4 is less than --warm-up 5",
                        "cool",
                        "--span: 'soon' is not a whole number");
    }

    @Test
    void standInTheReadmeAsTheyAre() {
        assertThat(SettingRows.inReadme("## Bench"))
                .containsExactlyInAnyOrderElementsOf(
                        SettingRows.of(new CommandReader(new BenchOptions(), Map.of()).commandLine()));
    }

    private BenchOptions parse(String... arguments) {
        BenchOptions options = new BenchOptions();
        new CommandReader(options, Map.of()).read(problems, arguments);
        options.check(problems);
        return options;
    }
}
