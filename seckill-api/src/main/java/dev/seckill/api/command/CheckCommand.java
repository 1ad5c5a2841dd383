package dev.seckill.api.command;

import dev.seckill.api.check.Crowd;
import dev.seckill.api.check.Preflight;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.ApiOptions;
import dev.seckill.model.check.CheckReport;
import dev.seckill.model.settings.Problems;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seckill-api.jar check}: whether a sale would go well. */
@Command(
        name = "check",
        description = "Looks, before a sale, at all that an instance with these settings needs, and changes nothing."
                + " Exit code 0: all green; 1: something is amber or could not be asked; 3: something is red.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class CheckCommand {

    @Mixin
    ApiOptions options;

    @Option(
            names = "--buyers",
            defaultValue = "${env:CHECK_BUYERS:-2000}",
            description = "Buyers that are expected. [1..100000000]")
    int buyers;

    @Option(
            names = "--within",
            defaultValue = "${env:CHECK_WITHIN:-5s}",
            description = "How long it takes until the last of them has come. [100ms..24h]")
    Duration within;

    @Option(
            names = "--instances",
            defaultValue = "${env:CHECK_INSTANCES:-1}",
            description = "API instances that share them evenly. [1..1000]")
    int instances;

    @Option(
            names = "--allow-unknown",
            defaultValue = "${env:CHECK_ALLOW_UNKNOWN:-false}",
            description = "Exit code 0 also if something could not be asked, as with a user that has few rights.")
    boolean allowUnknown;

    /** Looks, prints the table and returns the exit code; problems with the settings are added instead. */
    int run(Problems problems, PrintStream out) {
        ApiConfig config = options.toConfig(problems);
        if (!problems.isEmpty()) {
            return ApiCommand.BAD_USAGE;
        }
        CheckReport report = new Preflight(config, new Crowd(buyers, within, instances), Clock.systemUTC()).run();
        out.print(report.asTable());
        out.flush();
        return report.exitCode(allowUnknown);
    }
}
