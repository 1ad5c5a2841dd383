package dev.seckill.infra.app;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.embedded.StackPorts;
import dev.seckill.model.settings.UnknownArguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command behind {@code infra/up}: the whole system on this machine until it is told to stop. */
@Command(
        name = "infra/up",
        mixinStandardHelpOptions = true,
        versionProvider = Up.Version.class,
        sortOptions = false,
        description = {
            "Starts real Redis, Kafka and MySQL servers, the API and the consumer on this machine, without Docker.",
            "Ctrl-C stops everything; the data stays."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by Ctrl-C or SIGTERM", "1:something did not start, or ended by itself", "2:bad usage"
        })
public final class Up implements Callable<Integer> {

    private static final Duration FINISH_WAIT = Duration.ofSeconds(180);

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Option(names = "--only-servers", description = "Leave the API and the consumer to you.")
    private boolean onlyServers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of data and logs, kept over restarts. Default: infra/target/stack.")
    private Path data;

    @Option(
            names = "--stock",
            paramLabel = "N",
            defaultValue = "100",
            description = "Units on offer if there is no counter yet. Default: ${DEFAULT-VALUE}.")
    private long stock;

    @Option(names = "--free-ports", description = "Take free ports where none is given.")
    private boolean freePorts;

    @Option(names = "--redis-port", paramLabel = "PORT", description = "Default: 6379.")
    private Integer redisPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default: 9092.")
    private Integer kafkaPort;

    @Option(names = "--mysql-port", paramLabel = "PORT", description = "Default: 3306.")
    private Integer mysqlPort;

    @Option(names = "--api-port", paramLabel = "PORT", description = "Default: 3000.")
    private Integer apiPort;

    @Option(
            names = "--api-admin-port",
            paramLabel = "PORT",
            description = "Of the API's health and metrics. Default: 3002.")
    private Integer apiAdminPort;

    @Option(names = "--consumer-port", paramLabel = "PORT", description = "Default: 3001.")
    private Integer consumerPort;

    Up(StopSignal stop) {
        this.stop = stop;
    }

    /** Runs until it is told to stop, or something ends by itself. */
    public static void main(String[] arguments) {
        StopSignal stop = StopSignal.install(FINISH_WAIT);
        stop.exit(commandLine(new Up(stop)).execute(arguments));
    }

    static CommandLine commandLine(Up up) {
        CommandLine line = new CommandLine(up);
        IParameterExceptionHandler usual = line.getParameterExceptionHandler();
        return line.setParameterExceptionHandler((error, arguments) -> usual.handleParseException(
                error instanceof UnmatchedArgumentException unknown ? UnknownArguments.masked(unknown) : error,
                arguments));
    }

    @Override
    public Integer call() {
        SaleSystem.Plan plan = plan();
        say("starting in " + plan.servers().data());
        SaleSystem system;
        try {
            system = SaleSystem.start(plan);
        } catch (RuntimeException e) {
            return notStarted(e);
        }
        try (system) {
            say(system.overview() + "Ctrl-C stops everything; the data stays.");
            return awaitEnd(system);
        }
    }

    private int notStarted(RuntimeException failure) {
        if (stop.isReceived()) {
            say("stopped while it started");
            return 0;
        }
        if (failure instanceof StartFailedException) {
            spec.commandLine().getErr().println(failure.getMessage());
            return 1;
        }
        throw failure;
    }

    private int awaitEnd(SaleSystem system) {
        try {
            spec.commandLine().getErr().println(system.awaitEnd());
            return 1;
        } catch (InterruptedException e) {
            return 0;
        } finally {
            say("stopping");
        }
    }

    private void say(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    /** The settings as one value; what is wrong is said in one message. */
    SaleSystem.Plan plan() {
        StringBuilder problems = new StringBuilder();
        int redis = port("--redis-port", redisPort, 6379, problems);
        int kafka = port("--kafka-port", kafkaPort, 9092, problems);
        int mysql = port("--mysql-port", mysqlPort, 3306, problems);
        int api = port("--api-port", apiPort, 3000, problems);
        int admin = port("--api-admin-port", apiAdminPort, 3002, problems);
        int consumer = port("--consumer-port", consumerPort, 3001, problems);
        if (stock < 0) {
            problems.append("--stock ").append(stock).append(": must be 0 or more\n");
        }
        if (!problems.isEmpty()) {
            throw new ParameterException(spec.commandLine(), problems.toString().strip());
        }
        Path folder = data != null ? data : Checkout.find().stackData();
        StackConfig servers = StackConfig.onFreePorts(folder).withPorts(new StackPorts(redis, kafka, mysql));
        return new SaleSystem.Plan(servers, !onlyServers, api, admin, consumer, stock);
    }

    private int port(String option, Integer given, int usual, StringBuilder problems) {
        if (given == null) {
            return freePorts ? 0 : usual;
        }
        if (given < 0 || given > 65_535) {
            problems.append(option).append(' ').append(given).append(": must be 0 (any free port) to 65535\n");
        }
        return given;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Up.class.getPackage().getImplementationVersion();
            return new String[] {"infra/up " + (version != null ? version : "(not from a jar)")};
        }
    }
}
