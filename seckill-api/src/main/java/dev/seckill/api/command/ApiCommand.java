package dev.seckill.api.command;

import dev.seckill.api.Main;
import dev.seckill.api.PractiseCommand;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.ApiOptions;
import dev.seckill.api.config.Problems;
import dev.seckill.api.config.SettingDuration;
import dev.seckill.api.config.SettingRanges;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@code seckill-api.jar}. */
@Command(
        name = "seckill-api",
        description = "Decides who gets a unit of a flash sale and writes every accepted order to the order log.",
        mixinStandardHelpOptions = true,
        versionProvider = ApiCommand.Version.class,
        subcommands = {RecoverCommand.class, PractiseCommand.class},
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class ApiCommand {

    public static final int BAD_USAGE = 2;

    @Mixin
    ApiOptions options;

    /** Runs what the arguments ask for and returns the exit code. */
    public static int run(String... args) {
        ApiCommand api = new ApiCommand();
        ParseResult parsed = commandLine(api).parseArgs(args);
        if (CommandLine.printHelpIfRequested(parsed)) {
            return 0;
        }
        ParseResult asked = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        Problems problems = new Problems();
        SettingRanges.check(asked, problems);
        int exitCode = problems.isEmpty() ? api.run(asked, problems) : BAD_USAGE;
        if (!problems.isEmpty()) {
            System.err.println("seckill-api - cannot start: " + problems.message());
        }
        return exitCode;
    }

    private int run(ParseResult asked, Problems problems) {
        if (asked.commandSpec().userObject() instanceof RecoverCommand recover) {
            return recover.run(problems);
        }
        if (asked.commandSpec().userObject() instanceof PractiseCommand practise) {
            return practise.run(problems);
        }
        ApiConfig config = options.toConfig(problems);
        return problems.isEmpty() ? Main.serve(config) : BAD_USAGE;
    }

    public static ApiConfig configOf(String... args) {
        ApiCommand api = new ApiCommand();
        Problems problems = new Problems();
        SettingRanges.check(commandLine(api).parseArgs(args), problems);
        ApiConfig config = problems.isEmpty() ? api.options.toConfig(problems) : null;
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.message());
        }
        return config;
    }

    static CommandLine commandLine(Object command) {
        CommandLine line = new CommandLine(command);
        line.registerConverter(Duration.class, new SettingDuration());
        line.registerConverter(SaleId.class, converter(SaleId::new));
        line.registerConverter(LogPosition.class, converter(LogPosition::parse));
        line.getCommandSpec().parser().collectErrors(true);
        return line;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ApiCommand.class.getPackage().getImplementationVersion();
            return new String[] {"seckill-api " + (version == null ? "(not run from its jar)" : version)};
        }
    }
}
