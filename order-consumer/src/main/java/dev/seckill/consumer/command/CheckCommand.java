package dev.seckill.consumer.command;

import dev.seckill.consumer.check.ConsumerPreflight;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.model.check.CheckReport;
import dev.seckill.model.settings.Problems;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: whether a consumer with these settings would work. */
@Command(
        name = "check",
        description = "Looks, before a sale, at all that the consumer needs, and changes nothing. Exit code 0: all"
                + " green; 1: something is amber or could not be asked; 3: something is red.")
final class CheckCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConsumerOptions options;

    @Option(
            names = "--allow-unknown",
            defaultValue = "${env:CHECK_ALLOW_UNKNOWN:-false}",
            description = "Exit code 0 also if something could not be asked, as with a user that has few rights.")
    private boolean allowUnknown;

    /** Looks, prints the table and returns the exit code. */
    int run(Problems problems, PrintWriter out) {
        ConsumerConfig config = options.config(spec, problems);
        CheckReport report =
                new ConsumerPreflight(needs(config), Clock.systemUTC()).run();
        out.print(report.asTable());
        out.flush();
        return report.exitCode(allowUnknown);
    }

    private static ConsumerPreflight.Needs needs(ConsumerConfig config) {
        List<String> groups = new ArrayList<>(List.of(config.kafka().group()));
        List<ParkingSettings> parked = new ArrayList<>(List.of(config.parking()));
        if (config.webhooks() != null) {
            groups.add(config.webhooks().log().group());
            parked.add(config.webhooks().parking());
        }
        int reads = config.reads().isOn() ? config.reads().pool().connections() : 0;
        return new ConsumerPreflight.Needs(
                config.kafka(), groups, parked, config.mysql(), config.mysql().poolSize() + reads);
    }
}
