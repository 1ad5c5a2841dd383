package dev.seckill.consumer.command;

import dev.seckill.consumer.settings.CommandLineReader.Command;
import dev.seckill.consumer.settings.CommandLineReader.Request;
import dev.seckill.consumer.settings.SettingValues;
import dev.seckill.consumer.store.OrderBookSchema;
import java.util.Map;

/** {@code migrate}: what the consumer does at its start, for a user who may change tables. */
final class MigrateCommand {

    static final Command COMMAND = new Command(
            "migrate",
            "Creates the order book or brings it to this version, so that the consumer's user need not be allowed to.",
            ConsumerConfig.MYSQL_SETTINGS,
            Map.of());

    private MigrateCommand() {}

    /** Migrates and returns the exit code. */
    static int run(Request request) {
        SettingValues values = request.values();
        values.mustBeLess(ConsumerConfig.MYSQL_LOCK_WAIT, ConsumerConfig.MYSQL_SOCKET_TIMEOUT)
                .check();
        new OrderBookSchema(ConsumerConfig.mysqlFrom(values)).migrate();
        return Commands.FINE;
    }
}
