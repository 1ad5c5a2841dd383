package dev.seckill.consumer.command;

import dev.seckill.consumer.settings.BadSettingsException;
import dev.seckill.consumer.settings.CommandLineReader;
import dev.seckill.consumer.settings.CommandLineReader.Command;
import dev.seckill.consumer.settings.CommandLineReader.Request;
import dev.seckill.consumer.status.CannotStartException;
import dev.seckill.consumer.store.SchemaException;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.topic.MessageTooLargeException;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the jar can be asked to do, and the exit codes. */
public final class Commands {

    static final int FINE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    static final Command CONSUME = new Command(
            "order-consumer",
            "Moves every order from the order log in Kafka into the order book in MySQL, until it is stopped.",
            ConsumerConfig.SETTINGS,
            Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private Commands() {}

    /**
     * Does what the arguments ask for and returns the exit code.
     *
     * @param consume moves orders until it is stopped
     */
    public static int run(
            String[] arguments, Map<String, String> environment, PrintWriter out, Consumer<ConsumerConfig> consume) {
        try {
            Optional<Request> request = reader(environment).read(arguments, out);
            return request.isPresent() ? run(request.get(), out, consume) : FINE;
        } catch (BadSettingsException e) {
            LOG.error("order-consumer - {}", e.getMessage());
            return BAD_USAGE;
        } catch (CannotStartException | SchemaException e) {
            LOG.error("order-consumer - cannot start ({})", Reason.of(e));
            return FAILED;
        } catch (TopicUnavailableException | MessageTooLargeException | StoreUnavailableException e) {
            LOG.error("order-consumer - gave up ({})", Reason.of(e));
            return FAILED;
        } catch (RuntimeException e) {
            LOG.error("order-consumer - failed", ShownFailure.of(e));
            return FAILED;
        }
    }

    /** The version that the build wrote into the jar; "development" when it does not run from one. */
    public static String version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static CommandLineReader reader(Map<String, String> environment) {
        return new CommandLineReader(
                CONSUME,
                List.of(AuditCommand.COMMAND, ParkedCommand.COMMAND, MigrateCommand.COMMAND),
                "order-consumer " + version(),
                environment);
    }

    private static int run(Request request, PrintWriter out, Consumer<ConsumerConfig> consume) {
        if (request.command().equals(AuditCommand.COMMAND.name())) {
            return AuditCommand.run(request, out);
        }
        if (request.command().equals(ParkedCommand.COMMAND.name())) {
            return ParkedCommand.run(request, out);
        }
        if (request.command().equals(MigrateCommand.COMMAND.name())) {
            return MigrateCommand.run(request);
        }
        consume.accept(ConsumerConfig.from(request.values()));
        return FINE;
    }
}
