package dev.seckill.consumer.command;

import dev.seckill.model.log.LogFormat;
import dev.seckill.model.settings.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code order-consumer.jar} itself: moves orders until it is stopped. */
@Command(
        name = "order-consumer",
        description =
                "Moves every order from the order log in Kafka into the order book in MySQL, until it is stopped.",
        subcommands = {
            AuditCommand.class,
            CheckCommand.class,
            ParkedCommand.class,
            MigrateCommand.class,
            ExportCommand.class
        },
        scope = ScopeType.INHERIT, // what follows holds for the subcommands too
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        sortOptions = false,
        usageHelpWidth = 110)
final class ConsumeCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConsumerOptions options;

    /** How log lines shall look. */
    LogFormat logFormat() {
        return options.logFormat();
    }

    /**
     * The configuration.
     *
     * @throws dev.seckill.model.settings.BadSettingsException with everything that is wrong
     */
    ConsumerConfig config(Problems problems) {
        return options.config(spec, problems);
    }
}
