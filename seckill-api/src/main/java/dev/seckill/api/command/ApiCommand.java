package dev.seckill.api.command;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.ApiOptions;
import dev.seckill.model.log.LogStream;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** The command line of {@code seckill-api.jar}. */
@Command(
        name = "seckill-api",
        description = "Decides who gets a unit of a flash sale and writes every accepted order to the order log.",
        mixinStandardHelpOptions = true,
        versionProvider = ApiCommand.Version.class,
        subcommands = {CheckCommand.class, RecoverCommand.class, PractiseCommand.class, TokenCommand.class},
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class ApiCommand {

    static final int BAD_USAGE = 2;

    @Mixin
    ApiOptions options;

    /**
     * Runs what the arguments ask for and returns the exit code.
     *
     * @param serve runs the API and returns the exit code
     */
    public static int run(String[] args, ToIntFunction<ApiConfig> serve) {
        ApiCommand api = new ApiCommand();
        Problems problems = new Problems();
        CommandReader reader = new CommandReader(api, System.getenv());
        ParseResult asked = reader.read(problems, args).orElse(null);
        if (asked == null) {
            return 0;
        }
        reader.notices().forEach(notice -> System.err.println("seckill-api - " + notice));
        int exitCode = problems.isEmpty() ? api.run(asked, problems, serve) : BAD_USAGE;
        if (!problems.isEmpty()) {
            System.err.println("seckill-api - cannot start: " + problems.message());
        }
        return exitCode;
    }

    private int run(ParseResult asked, Problems problems, ToIntFunction<ApiConfig> serve) {
        if (asked.commandSpec().userObject() instanceof RecoverCommand recover) {
            return recover.run(problems);
        }
        if (asked.commandSpec().userObject() instanceof CheckCommand check) {
            return check.run(problems, System.out);
        }
        if (asked.commandSpec().userObject() instanceof PractiseCommand practise) {
            return practise.run(problems);
        }
        if (asked.commandSpec().userObject() instanceof TokenCommand token) {
            return token.run(problems, System.out);
        }
        LogStream.install(options.logFormat());
        ApiConfig config = options.toConfig(problems);
        return problems.isEmpty() ? serve.applyAsInt(config) : BAD_USAGE;
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
