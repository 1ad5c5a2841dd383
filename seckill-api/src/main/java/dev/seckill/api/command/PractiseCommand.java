package dev.seckill.api.command;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.ApiOptions;
import dev.seckill.api.warmup.WarmUp;
import dev.seckill.model.settings.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code seckill-api.jar practise}: what an instance does at its start, without any server. */
@Command(
        name = "practise",
        description =
                "Makes the practice purchases of a start, without any server, and ends: the run from which a JVM makes"
                        + " a class archive.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class PractiseCommand {

    @Mixin
    ApiOptions options;

    /** Practises and returns the exit code; problems with the settings are added instead. */
    int run(Problems problems) {
        ApiConfig config = options.toConfig(problems);
        if (!problems.isEmpty()) {
            return ApiCommand.BAD_USAGE;
        }
        return new WarmUp(config, () -> false).run() ? 0 : 1;
    }
}
