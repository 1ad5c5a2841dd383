package dev.seckill.loadtest.attack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/attack}, each declared once with its default and its range. */
final class AttackOptions {

    @Option(
            names = "--attacks",
            split = "[, ]+",
            arity = "1..*",
            description = "Which attacks to make, by name; none: all of them.")
    List<String> attacks = new ArrayList<>();

    @Option(names = "--list", description = "List the attacks and what must hold, and end.")
    boolean list;

    @Option(names = "--requests", defaultValue = "200000", description = "Random requests at the most. [1..10000000]")
    int requests;

    @Option(
            names = "--seconds",
            defaultValue = "300",
            description = "Seconds for the random requests at the most. [1..86400]")
    int seconds;

    @Option(
            names = "--connections",
            defaultValue = "5000",
            description =
                    "Half-sent, slow and silent connections, of each; an eighth for unread and at ports for operators. [1..10000]")
    int connections;

    @Option(
            names = "--hold",
            defaultValue = "10",
            description = "Seconds that connections are held which need not end. [1..600]")
    int hold;

    @Option(
            names = "--patience",
            defaultValue = "45",
            description = "Seconds within which a request is answered or its connection ended. [1..600]")
    int patience;

    @Option(names = "--buyers", defaultValue = "8", description = "Buyers beside, at a time. [1..200]")
    int buyers;

    @Option(
            names = "--calm",
            defaultValue = "10",
            description = "Seconds that buyers are watched undisturbed before each attack. [1..600]")
    int calm;

    @Option(names = "--seed", description = "What the random requests are drawn from; none: a new one, printed.")
    Long seed;

    @Option(names = "--home", hidden = true, defaultValue = ".", description = "The folder of this module.")
    Path home;

    @Option(names = "--can-ask", hidden = true, description = "Standard input is a terminal.")
    boolean canAsk;

    @Option(names = "--can-rewrite", hidden = true, description = "Standard output is a terminal.")
    boolean canRewrite;

    /** Everything that is wrong, a line for each; empty when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        attacks.stream()
                .filter(word -> Assault.of(word).isEmpty())
                .forEach(word -> problems.add("--attacks: " + word + " is none; see --list"));
        check("--requests", requests, 1, 10_000_000, problems);
        check("--seconds", seconds, 1, 86_400, problems);
        check("--connections", connections, 1, 10_000, problems);
        check("--hold", hold, 1, 600, problems);
        check("--patience", patience, 1, 600, problems);
        check("--buyers", buyers, 1, 200, problems);
        check("--calm", calm, 1, 600, problems);
        return problems;
    }

    private static void check(String name, int value, int least, int most, List<String> problems) {
        if (value < least || value > most) {
            problems.add(name + ": " + value + " is not in [" + least + ".." + most + "]");
        }
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
