package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.CommandProgram;
import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.RunReport;
import dev.seckill.loadtest.Terminal;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command behind {@code loadtest/attack}. */
@Command(
        name = "loadtest/attack",
        mixinStandardHelpOptions = true,
        version = "loadtest/attack, part of seckill 0.1.0",
        usageHelpWidth = 100,
        sortOptions = false,
        description = {
            "Starts a whole system, lets buyers buy, attacks every port and the order log,",
            "and has a witness hold every reply against every row. Only on loopback."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:PASS", "1:FAIL, or the run could not be done", "2:bad usage"})
public final class Attack implements CommandProgram.Job {

    private static final int LISTED = 0;

    private final Clock clock = Clock.systemUTC();

    @Mixin
    private AttackOptions options;

    private Attack() {}

    /** Runs the command line; ends the JVM with the exit code of {@code --help}. */
    public static void main(String[] args) {
        CommandProgram.run(new Attack(), args);
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
        RunFolder folder = options.launch.folder("attack", clock);
        AttackReport report = run(folder, terminal);
        return RunReport.leave(folder, terminal, AttackPrinter.print(report), report, report.isPass());
    }

    private static void list(Terminal terminal) {
        for (Assault each : Assault.values()) {
            terminal.say(String.format(Locale.ROOT, "  %-14s%s", each.word(), each.promise()));
        }
    }

    private AttackReport run(RunFolder folder, Terminal terminal) throws InterruptedException {
        AttackPlan plan = options.plan();
        terminal.say("Seed " + plan.seed() + ", " + plan.assaults().size() + " attacks, " + plan.buyers() + " buyers");
        terminal.say("Starting Redis, Kafka, MySQL, one API and one consumer");
        try (AttackSystem system =
                        AttackSystem.start(folder.system(), SaleId.DEFAULT, clock, AttackSystem.Settings.DEFAULTS);
                AttackRun run = new AttackRun(system, plan, folder.path(), terminal, clock)) {
            terminal.say("Started (data and logs: " + folder.system() + ")");
            return run.play();
        }
    }
}
