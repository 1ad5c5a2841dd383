package dev.seckill.consumer.command;

import dev.seckill.consumer.http.CannotStartException;
import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.store.SchemaException;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.topic.MessageTooLargeException;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.log.LogStream;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.settings.BadSettingsException;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** What the jar can be asked to do, and the exit codes. */
public final class Commands {

    static final int FINE = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

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
            Problems problems = new Problems();
            CommandReader reader = new CommandReader(new ConsumeCommand(), environment);
            reader.commandLine().setOut(out);
            Optional<ParseResult> asked = reader.read(problems, arguments);
            reader.notices().forEach(notice -> LOG.info("order-consumer - {}", notice));
            return asked.isPresent() ? run(asked.get().commandSpec().userObject(), problems, out, consume) : FINE;
        } catch (BadSettingsException e) {
            LOG.error("order-consumer - cannot start: {}", e.getMessage());
            return BAD_USAGE;
        } catch (CannotStartException | SchemaException e) {
            LOG.error("order-consumer - cannot start ({})", Reason.of(e));
            return FAILED;
        } catch (TopicUnavailableException
                | ParkingUnavailableException
                | MessageTooLargeException
                | StoreUnavailableException e) {
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

    private static int run(Object command, Problems problems, PrintWriter out, Consumer<ConsumerConfig> consume) {
        if (command instanceof AuditCommand audit) {
            return audit.run(problems, out);
        }
        if (command instanceof ParkedCommand parked) {
            return parked.run(problems, out);
        }
        if (command instanceof MigrateCommand migrate) {
            return migrate.run(problems);
        }
        if (command instanceof ExportCommand export) {
            return export.run(problems, out);
        }
        if (command instanceof CertifyCommand certify) {
            return certify.run(problems, out);
        }
        ConsumeCommand consumer = (ConsumeCommand) command;
        LogStream.install(consumer.logFormat());
        consume.accept(consumer.config(problems));
        return FINE;
    }

    /** The same for {@code --version}. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"order-consumer " + version()};
        }
    }
}
