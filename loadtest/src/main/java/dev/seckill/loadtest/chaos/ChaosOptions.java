package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.LaunchOptions;
import dev.seckill.model.settings.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/chaos}, each declared once with its default and its range. */
final class ChaosOptions {

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "Rounds, one fault each; no fault comes again before all others have come. [1..10000]")
    int rounds;

    @Option(names = "--seed", description = "What the plan is drawn from; none: a new one, which is printed.")
    Long seed;

    @Option(
            names = "--faults",
            split = "[, ]+",
            arity = "1..*",
            description = "Which faults to draw from, separated by commas; none: all of them.")
    List<String> faults = new ArrayList<>();

    @Option(names = "--list", description = "List the faults and what must hold, and end.")
    boolean list;

    @Option(names = "--buyers", defaultValue = "16", description = "Buyers at a time. [1..200]")
    int buyers;

    @Option(
            names = "--secure",
            description = "With servers that ask for TLS and passwords, and programs that speak HTTPS.")
    boolean secure;

    @Option(
            names = "--cluster",
            description = "With a Redis Cluster of six nodes and three Kafka brokers, and the faults of these.")
    boolean cluster;

    @Option(
            names = "--receipts",
            defaultValue = "100",
            description =
                    "Receipts of each sale that the stand-alone verifier checks after a round, the newest ones; in"
                            + " the end it checks all. 0: none at all. [0..10000]")
    int receipts;

    @Option(
            names = "--dishonest",
            description =
                    "In the end, have the shop tell lies in its order book, each in a sale of its own, and see that"
                            + " the receipts show just these.")
    boolean dishonest;

    @Mixin
    LaunchOptions launch;

    /** Adds what a range cannot say. */
    void check(Problems problems) {
        faults.stream()
                .filter(word -> Fault.of(word).isEmpty())
                .forEach(word -> problems.add("--faults: " + word + " is none; see --list"));
        faults.stream()
                .map(Fault::of)
                .flatMap(Optional::stream)
                .filter(fault -> fault.needsCluster() && !cluster)
                .forEach(fault -> problems.add("--faults: " + fault.word() + " needs --cluster"));
        if (faults.contains(Fault.CLOCK_OFF.word()) && !FakeTime.isThere()) {
            problems.add("--faults: " + Fault.CLOCK_OFF.word() + " needs Debian's package faketime");
        }
        if (cluster && secure) {
            problems.add("--cluster: goes without --secure");
        }
    }

    /** The plan; only when there are no problems. */
    Plan plan() {
        List<Fault> chosen = faults.isEmpty()
                ? Fault.on(cluster).stream()
                        .filter(fault -> fault != Fault.CLOCK_OFF || FakeTime.isThere())
                        .toList()
                : faults.stream()
                        .map(Fault::of)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
        return Plan.draw(seed == null ? new Random().nextInt(1_000_000) : seed, rounds, chosen);
    }
}
