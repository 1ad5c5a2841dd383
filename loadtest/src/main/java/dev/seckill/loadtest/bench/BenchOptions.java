package dev.seckill.loadtest.bench;

import dev.seckill.loadtest.LaunchOptions;
import dev.seckill.model.settings.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/bench}, each declared once with its default and its range. */
final class BenchOptions {

    private static final Set<CaseName> WITHOUT_WARM_API = EnumSet.of(
            CaseName.start,
            CaseName.quiet_sale,
            CaseName.idle_sales,
            CaseName.start_sales,
            CaseName.holds,
            CaseName.confirms,
            CaseName.traces,
            CaseName.receipts,
            CaseName.certify);

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Rounds of every case; each figure is the median of what they gave. [1..50]")
    int rounds;

    @Option(names = "--span", defaultValue = "3", description = "Load that one figure comes from. [1..60 seconds]")
    int span;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Load on each program before its first figure. [1..600 seconds]")
    int warmUp;

    @Option(
            names = "--warm-up-max",
            defaultValue = "120",
            description =
                    "The same at the most: it goes on by 10 s while the JVM's compilers take more than a 20th of a"
                            + " processor. [1..3600 seconds]")
    int warmUpMax;

    @Option(names = "--sustain", defaultValue = "60", description = "The sale that is drained live. [5..3600 seconds]")
    int sustain;

    @Option(
            names = "--rows",
            defaultValue = "600000",
            description =
                    "Events of certify and of a drain case, and at least so many on the log of start-sales. [10000..1000000]")
    int rows;

    @Option(
            names = "--cases",
            split = "[, ]+",
            converter = CaseName.Reader.class,
            arity = "1..*",
            description = "Which cases to run, separated by commas; none: all of them.")
    List<CaseName> cases = new ArrayList<>();

    @Mixin
    LaunchOptions launch;

    /** Adds what a range cannot say. */
    void check(Problems problems) {
        if (warmUp > warmUpMax) {
            problems.add("--warm-up-max: " + warmUpMax + " is less than --warm-up " + warmUp);
        }
    }

    boolean wants(CaseName name) {
        return cases.isEmpty() || cases.contains(name);
    }

    /** Whether a case is to run that measures an API which is warm. */
    boolean wantsWarmApi() {
        return cases.isEmpty() || cases.stream().anyMatch(name -> !WITHOUT_WARM_API.contains(name));
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
