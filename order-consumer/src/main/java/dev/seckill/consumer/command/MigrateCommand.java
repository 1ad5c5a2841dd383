package dev.seckill.consumer.command;

import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.OrderBookSchema;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code migrate}: what the consumer does at its start, for a user who may change tables. */
@Command(
        name = "migrate",
        description = "Creates the order book or brings it to this version, so that the consumer's user need not be"
                + " allowed to.")
final class MigrateCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MySqlOptions mysql;

    /** Migrates and returns the exit code. */
    int run(Problems problems) {
        MySqlSettings settings = mysql.toSettings(new SettingRules(spec, problems), problems);
        problems.check();
        new OrderBookSchema(settings).migrate();
        return Commands.FINE;
    }
}
