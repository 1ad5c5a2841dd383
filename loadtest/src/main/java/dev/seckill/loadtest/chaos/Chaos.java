package dev.seckill.loadtest.chaos;

import dev.seckill.infra.Checkout;
import dev.seckill.loadtest.CommandProgram;
import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.RunReport;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command behind {@code loadtest/chaos}. */
@Command(
        name = "loadtest/chaos",
        mixinStandardHelpOptions = true,
        version = "loadtest/chaos, part of seckill 0.1.0",
        usageHelpWidth = 100,
        sortOptions = false,
        description = {
            "Starts a whole system, lets buyers buy, breaks one part after another, mends it,",
            "and has a witness hold every reply against every row.",
            "The same --rounds, --seed and --faults make the same plan."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:PASS", "1:FAIL, or the run could not be done", "2:bad usage"})
public final class Chaos implements CommandProgram.Job {

    private static final int LISTED = 0;

    private final Clock clock = Clock.systemUTC();

    @Mixin
    private ChaosOptions options;

    private Chaos() {}

    /** Runs the command line; ends the JVM with the exit code of {@code --help}. */
    public static void main(String[] args) {
        CommandProgram.run(new Chaos(), args);
    }

    @Override
    public void check(Problems problems) {
        options.check(problems);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = options.launch.terminal();
        if (options.list) {
            list(terminal);
            return LISTED;
        }
        RunFolder folder = options.launch.folder("chaos", clock);
        ChaosReport report = run(folder, terminal);
        return RunReport.leave(folder, terminal, ReportPrinter.print(report), report, report.isPass());
    }

    private static void list(Terminal terminal) {
        for (Fault fault : Fault.values()) {
            terminal.say(String.format(Locale.ROOT, "  %-21s%s", fault.word(), fault.promise()));
        }
        terminal.say("With --dishonest:");
        for (Lie lie : Lie.values()) {
            terminal.say(String.format(Locale.ROOT, "  %-21s%s", lie.word(), lie.story()));
        }
        terminal.say(String.format(Locale.ROOT, "  %-21s%s", EarlyEnd.WORD, EarlyEnd.STORY));
    }

    private ChaosReport run(RunFolder folder, Terminal terminal) throws IOException, InterruptedException {
        Plan plan = options.plan();
        terminal.say(
                "Plan: seed " + plan.seed() + ", " + plan.rounds().size() + " rounds, " + options.buyers + " buyers");
        plan.rounds().forEach(round -> terminal.say("  " + round.number() + ". " + round));
        if (options.cluster && options.faults.isEmpty() && !FakeTime.isThere()) {
            terminal.say("Without " + Fault.CLOCK_OFF.word() + ": Debian's package faketime is not installed");
        }
        terminal.say("Starting "
                + (options.cluster
                        ? "six Redis nodes (fsync always), three Kafka brokers"
                        : "Redis (fsync always), Kafka")
                + ", MySQL, two API instances and two consumers");
        try (ChaosSystem system = ChaosSystem.start(
                        ServerKind.of(options.secure, options.cluster), folder.system(), SaleId.DEFAULT, clock);
                ChaosRun run = new ChaosRun(
                        system,
                        options.buyers,
                        options.receipts,
                        StandAloneVerifier.find(Checkout.find().root(), system.rootKey()),
                        folder.path(),
                        terminal,
                        clock)) {
            terminal.say("Started (data and logs: " + folder.system() + ")");
            ChaosReport report = run.play(plan);
            if (!options.dishonest || !report.isPass()) {
                return report;
            }
            terminal.say("The shop lies now (evidence: " + folder.path().resolve(ChaosRun.DISHONEST) + ")");
            return report.with(run.lie());
        }
    }
}
