package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.LaunchOptions;
import dev.seckill.model.settings.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/attack}, each declared once with its default and its range. */
final class AttackOptions {

    @Option(
            names = "--attacks",
            split = "[, ]+",
            arity = "1..*",
            description = "Which attacks to make, separated by commas, in the order of --list; none: all of them.")
    List<String> attacks = new ArrayList<>();

    @Option(names = "--list", description = "List the attacks and what must hold, and end.")
    boolean list;

    @Option(names = "--requests", defaultValue = "200000", description = "Random requests at the most. [1..10000000]")
    int requests;

    @Option(
            names = "--seconds",
            defaultValue = "300",
            description = "Time for the random requests at the most. [1..86400 seconds]")
    int seconds;

    @Option(
            names = "--connections",
            defaultValue = "5000",
            description =
                    "Half-sent, slow and silent connections, of each; an eighth for unread, and at each port for operators."
                            + " [1..10000]")
    int connections;

    @Option(
            names = "--hold",
            defaultValue = "10",
            description = "How long connections are held that the server need not end. [1..600 seconds]")
    int hold;

    @Option(
            names = "--patience",
            defaultValue = "45",
            description = "Time within which a request is answered or its connection ended. [1..600 seconds]")
    int patience;

    @Option(names = "--buyers", defaultValue = "8", description = "Buyers beside the attacks, at a time. [1..200]")
    int buyers;

    @Option(
            names = "--calm",
            defaultValue = "10",
            description = "How long buyers are measured undisturbed before each attack, after as long a warm-up."
                    + " [1..600 seconds]")
    int calm;

    @Option(names = "--seed", description = "What the random requests are drawn from; none: a new one, printed.")
    Long seed;

    @Mixin
    LaunchOptions launch;

    /** Adds what a range cannot say. */
    void check(Problems problems) {
        attacks.stream()
                .filter(word -> Assault.of(word).isEmpty())
                .forEach(word -> problems.add("--attacks: " + word + " is none; see --list"));
    }

    /** The plan; only when there are no problems. */
    AttackPlan plan() {
        return new AttackPlan(
                Arrays.stream(Assault.values())
                        .filter(each -> attacks.isEmpty() || attacks.contains(each.word()))
                        .toList(),
                seed == null ? new Random().nextInt(1_000_000) : seed,
                requests,
                Duration.ofSeconds(seconds),
                connections,
                Duration.ofSeconds(hold),
                Duration.ofSeconds(patience),
                buyers,
                Duration.ofSeconds(calm));
    }
}
