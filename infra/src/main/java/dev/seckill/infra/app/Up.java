package dev.seckill.infra.app;

import dev.seckill.infra.StartFailedException;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command behind {@code infra/up}: the whole system on this machine until it is told to stop. */
@Command(
        name = "infra/up",
        mixinStandardHelpOptions = true,
        versionProvider = Up.Version.class,
        usageHelpWidth = 100,
        sortOptions = false,
        description = {
            "Starts real Redis, Kafka and MySQL servers, the API and the consumer on this machine, without Docker.",
            "With --cluster there are six Redis nodes, three of Kafka, two of each program, and HAProxy if it is installed.",
            "Ctrl-C stops everything; the data stays."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by Ctrl-C or SIGTERM", "1:something did not start, or ended by itself", "2:bad usage"
        })
public final class Up {

    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(180);

    private final CommandReader reader;

    @Mixin
    private UpOptions options;

    Up(Map<String, String> environment) {
        reader = new CommandReader(this, environment);
    }

    /** Runs until it is told to stop, or something ends by itself. */
    public static void main(String[] arguments) {
        try (StopSignal stop = StopSignal.install(CLOSE_WAIT)) {
            stop.exit(new Up(System.getenv()).run(arguments, stop));
        }
    }

    private int run(String[] arguments, StopSignal stop) {
        Problems problems = new Problems();
        Optional<SaleSystem.Plan> plan = plan(problems, arguments);
        if (!problems.isEmpty()) {
            complain("infra/up - cannot start: " + problems.message());
            return BAD_USAGE;
        }
        try {
            return plan.isEmpty() ? STOPPED : run(plan.get(), stop);
        } catch (RuntimeException unexpected) {
            unexpected.printStackTrace(commandLine().getErr());
            return FAILED;
        }
    }

    /** The settings as one value; empty when help or the version was asked for and told, or something is wrong. */
    Optional<SaleSystem.Plan> plan(Problems problems, String... arguments) {
        boolean asked = reader.read(problems, arguments).isPresent();
        options.check(problems);
        return asked && problems.isEmpty() ? Optional.of(options.plan(reader::isGiven)) : Optional.empty();
    }

    CommandLine commandLine() {
        return reader.commandLine();
    }

    private int run(SaleSystem.Plan plan, StopSignal stop) {
        say("starting in " + plan.servers().data());
        SaleSystem system;
        try {
            system = SaleSystem.start(plan);
        } catch (RuntimeException e) {
            return notStarted(e, stop);
        }
        try (system) {
            say(system.overview() + "Ctrl-C stops everything; the data stays.");
            return awaitEnd(system);
        }
    }

    private int notStarted(RuntimeException failure, StopSignal stop) {
        if (stop.isReceived()) {
            say("stopped while it started");
            return STOPPED;
        }
        if (failure instanceof StartFailedException) {
            complain(failure.getMessage());
            return FAILED;
        }
        throw failure;
    }

    private int awaitEnd(SaleSystem system) {
        try {
            complain(system.awaitEnd(this::say));
            return FAILED;
        } catch (InterruptedException e) {
            return STOPPED;
        } finally {
            say("stopping");
        }
    }

    private void say(String text) {
        commandLine().getOut().println(text);
        commandLine().getOut().flush();
    }

    private void complain(String text) {
        commandLine().getErr().println(text);
        commandLine().getErr().flush();
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
