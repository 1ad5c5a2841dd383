package dev.seckill.loadtest.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/bench}, each declared once with its default and its range. */
final class BenchOptions {

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Rounds of every case; each figure is the median of what they gave. [1..50]")
    int rounds;

    @Option(names = "--span", defaultValue = "3", description = "Seconds of load that one figure comes from. [1..60]")
    int span;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Seconds of load on each program before its first figure. [1..600]")
    int warmUp;

    @Option(
            names = "--warm-up-max",
            defaultValue = "120",
            description =
                    "The same at the most: it goes on by 10 s while the JVM's compilers take more than a 20th of a"
                            + " processor. [1..3600]")
    int warmUpMax;

    @Option(
            names = "--sustain",
            defaultValue = "60",
            description = "Seconds of the sale that is drained live. [5..3600]")
    int sustain;

    @Option(names = "--rows", defaultValue = "600000", description = "Orders of the drain case. [10000..1000000]")
    int rows;

    @Option(
            names = "--cases",
            split = "[, ]+",
            arity = "1..*",
            description = "Which cases to run: ${COMPLETION-CANDIDATES}; none: all of them.")
    List<CaseName> cases = new ArrayList<>();

    @Option(names = "--home", hidden = true, defaultValue = ".", description = "The folder of this module.")
    Path home;

    @Option(names = "--can-ask", hidden = true, description = "Standard input is a terminal.")
    boolean canAsk;

    @Option(names = "--can-rewrite", hidden = true, description = "Standard output is a terminal.")
    boolean canRewrite;

    /** Everything that is wrong, a line for each; empty when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        check("--rounds", rounds, 1, 50, problems);
        check("--span", span, 1, 60, problems);
        check("--warm-up", warmUp, 1, 600, problems);
        check("--warm-up-max", warmUpMax, 1, 3600, problems);
        if (warmUp > warmUpMax) {
            problems.add("--warm-up-max: " + warmUpMax + " is less than --warm-up " + warmUp);
        }
        check("--sustain", sustain, 5, 3600, problems);
        check("--rows", rows, 10_000, 1_000_000, problems);
        return problems;
    }

    private static void check(String name, int value, int least, int most, List<String> problems) {
        if (value < least || value > most) {
            problems.add(name + ": " + value + " is not in [" + least + ".." + most + "]");
        }
    }

    boolean wants(CaseName name) {
        return cases.isEmpty() || cases.contains(name);
    }

    /** Whether a case is to run that measures an API which is warm. */
    boolean wantsWarmApi() {
        return cases.isEmpty() || cases.stream().anyMatch(name -> name != CaseName.start);
    }

    Duration spanOfWarmUp() {
        return Duration.ofSeconds(warmUp);
    }

    Duration mostOfWarmUp() {
        return Duration.ofSeconds(warmUpMax);
    }

    Duration spanOfLoad() {
        return Duration.ofSeconds(span);
    }
}
