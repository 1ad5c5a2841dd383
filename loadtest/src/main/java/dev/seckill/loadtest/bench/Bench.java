package dev.seckill.loadtest.bench;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.CommandProgram;
import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.Terminal;
import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command behind {@code loadtest/bench}. */
@Command(
        name = "loadtest/bench",
        mixinStandardHelpOptions = true,
        version = "loadtest/bench, part of seckill 0.1.0",
        usageHelpWidth = 100,
        sortOptions = false,
        description = {
            "Measures what a decided and logged purchase costs against answering HTTP at all, and more such ratios,",
            "on real servers of its own. Each figure is a median over rounds, next to what it is compared with."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured; the table says which targets are met", "1:the run could not be done", "2:bad usage"
        })
public final class Bench implements CommandProgram.Job {

    private static final int DONE = 0;

    private static final Duration RAMP_UP = Duration.ofMillis(500);

    /** One thread saturates two cores together with what it measures; more would only take from it. */
    private static final int GENERATOR_THREADS = 1;

    @Mixin
    private BenchOptions options;

    private Bench() {}

    /** Runs the command line; ends the JVM with the exit code of {@code --help}. */
    public static void main(String[] args) {
        CommandProgram.run(new Bench(), args);
    }

    @Override
    public void check(Problems problems) {
        options.check(problems);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = options.launch.terminal();
        RunFolder folder = options.launch.folder("bench", Clock.systemUTC());
        Figures figures = new Figures();
        List<Target> targets = measure(folder.system(), figures, terminal);
        BenchReport report = BenchReport.of(figures, targets);
        terminal.say(report.table());
        terminal.say("  figures          " + folder.write("figures.json", report));
        terminal.say("  chart            " + Chart.write(folder.path().resolve("chart.html"), report));
        folder.deleteSystemData();
        return DONE;
    }

    private List<Target> measure(Path folder, Figures figures, Terminal terminal) throws InterruptedException {
        terminal.say("Starting Redis, Kafka, MySQL and the programs to compare (logs: " + folder + ")");
        try (BenchSystem system = BenchSystem.start(folder)) {
            LoadGenerator load = new LoadGenerator(RAMP_UP, GENERATOR_THREADS);
            Lab lab = new Lab(system, load, figures, options, terminal);
            AppProcess api = options.wantsWarmApi() ? warm(lab, system.api("api")) : null;
            List<BenchCase> cases = cases(lab, api);
            for (int round = 0; round < options.rounds; round++) {
                terminal.say("Round " + (round + 1) + " of " + options.rounds);
                for (BenchCase each : cases) {
                    each.round(round);
                }
            }
            List<Target> targets = new ArrayList<>();
            cases.forEach(each -> targets.addAll(each.targets()));
            targets.add(lab.nothingFailed());
            if (api != null) {
                targets.add(lab.nothingUnlogged(api));
            }
            return targets;
        }
    }

    /** Starts what the wanted cases share besides the API, and warms it up. */
    private List<BenchCase> cases(Lab lab, AppProcess api) {
        List<BenchCase> cases = new ArrayList<>();
        if (options.wants(CaseName.hot) || options.wants(CaseName.gate) || options.wants(CaseName.soldout)) {
            AppProcess empty = warm(lab, lab.system().empty());
            if (options.wants(CaseName.hot)) {
                cases.add(new HotSale(lab, api, empty, warm(lab, lab.system().perBuyer())));
            }
            if (options.wants(CaseName.gate)) {
                cases.add(new Gate(lab, api, empty));
            }
            if (options.wants(CaseName.soldout)) {
                cases.add(new SoldOut(lab, api, empty));
            }
        }
        if (options.wants(CaseName.keys)) {
            cases.add(new Keyed(lab, api));
        }
        if (options.wants(CaseName.crowd)) {
            cases.add(new ManyConnections(lab, api));
        }
        if (options.wants(CaseName.instances)) {
            cases.add(new TwoInstances(lab, api, warm(lab, lab.system().api("api-2"))));
        }
        if (options.wants(CaseName.stock)) {
            cases.add(new StockSize(lab, api));
        }
        if (options.wants(CaseName.hammer)) {
            cases.add(new Hammer(lab, api, warm(lab, lab.system().api("rated", Hammer.RATE))));
        }
        if (options.wants(CaseName.open)) {
            cases.add(new OpenRate(lab, api));
        }
        if (options.wants(CaseName.overload)) {
            cases.add(new Overload(lab, warm(lab, lab.system().farRedis(Overload.apiArguments()))));
        }
        if (options.wants(CaseName.start)) {
            cases.add(new Start(lab));
        }
        if (options.wants(CaseName.cold)) {
            cases.add(new ColdStart(lab, api));
        }
        if (options.wants(CaseName.drain)) {
            cases.add(Drain.ofOrders(lab));
        }
        if (options.wants(CaseName.drain_holds)) {
            cases.add(Drain.ofHolds(lab));
        }
        if (options.wants(CaseName.sustain)) {
            cases.add(new SustainedSale(lab));
        }
        if (options.wants(CaseName.many_sales)) {
            cases.add(new ManySales(lab, api));
        }
        if (options.wants(CaseName.quiet_sale)) {
            cases.add(new QuietSale(lab, lab.system().farRedis(QuietSale.apiArguments())));
        }
        if (options.wants(CaseName.idle_sales)) {
            cases.add(new IdleSales(lab));
        }
        if (options.wants(CaseName.start_sales)) {
            cases.add(new StartSales(lab));
        }
        if (options.wants(CaseName.viewers)) {
            cases.add(new Viewers(lab, warm(lab, lab.system().api("watched", Viewers.SEATS))));
        }
        if (options.wants(CaseName.first_view)) {
            cases.add(new FirstView(lab, api));
        }
        if (options.wants(CaseName.secure)) {
            cases.add(new Secured(lab, api));
        }
        if (options.wants(CaseName.traces)) {
            cases.add(new Tracing(lab));
        }
        if (options.wants(CaseName.receipts)) {
            cases.add(new Receipts(lab));
        }
        if (options.wants(CaseName.certify)) {
            cases.add(new Certifying(lab));
        }
        addThoseThatHold(lab, cases);
        return cases;
    }

    private void addThoseThatHold(Lab lab, List<BenchCase> cases) {
        if (!options.wants(CaseName.holds) && !options.wants(CaseName.confirms)) {
            return;
        }
        HoldingApi api = HoldingApi.start(lab.system());
        if (options.wants(CaseName.holds)) {
            cases.add(new Holds(lab, api));
        }
        if (options.wants(CaseName.confirms)) {
            cases.add(new Confirms(lab, api));
        }
    }

    private static AppProcess warm(Lab lab, AppProcess program) {
        lab.warm(program);
        return program;
    }
}
