package dev.seckill.consumer.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.audit.Audit;
import dev.seckill.consumer.audit.AuditReport;
import dev.seckill.consumer.audit.AuditSettings;
import dev.seckill.consumer.settings.CommandLineReader.Command;
import dev.seckill.consumer.settings.CommandLineReader.Request;
import dev.seckill.consumer.settings.Setting;
import dev.seckill.consumer.settings.SettingValues;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.MySqlPool;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.OrderBookReader;
import dev.seckill.consumer.store.OrderBookSchema;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code audit}: order log against order book. */
final class AuditCommand {

    static final Setting<Duration> READ_WAIT = Setting.duration(
            "--read-wait", "READ_WAIT", "30s", "1s", "10m", "Longest wait for Kafka while a topic is read.");

    private static final Setting<Integer> ALLOTMENT = new Setting<>(
            "--allotment",
            null,
            null,
            "units 0 to 2147483647",
            "Units that each sale offered; without it, what the log knows.",
            false,
            AuditCommand::units);

    private static final String REPAIR = "--repair";
    private static final String JSON = "--json";
    private static final String ALLOW_GAPS = "--allow-gaps";

    static final Command COMMAND = new Command(
            "audit",
            "Holds the order log against the order book, order id by order id. Exit code 0: they agree; 1: they do not.",
            Stream.of(
                            List.of(ConsumerConfig.KAFKA, ConsumerConfig.TOPIC, ConsumerConfig.GROUP),
                            ConsumerConfig.MYSQL_SETTINGS,
                            List.of(
                                    ConsumerConfig.BATCH_MAX,
                                    ConsumerConfig.MESSAGE_MAX_BYTES,
                                    ConsumerConfig.IGNORE,
                                    READ_WAIT,
                                    ALLOTMENT))
                    .<Setting<?>>flatMap(List::stream)
                    .toList(),
            Map.of(
                    REPAIR, "Store what is missing.",
                    JSON, "Print a JSON object instead of a table.",
                    ALLOW_GAPS, "Do not fail for gaps in seq, which a sale may have after a recover."));

    private AuditCommand() {}

    /** Runs the audit, prints the report and returns the exit code. */
    static int run(Request request, PrintWriter out) {
        SettingValues values = request.values();
        values.mustBeLess(ConsumerConfig.MYSQL_LOCK_WAIT, ConsumerConfig.MYSQL_SOCKET_TIMEOUT)
                .must(ConsumerConfig.areOfTopic(values), ConsumerConfig.IGNORE, ConsumerConfig.IGNORE_RULE)
                .check();
        MySqlSettings mysql = ConsumerConfig.mysqlFrom(values);
        AuditSettings settings = new AuditSettings(
                values.get(ConsumerConfig.KAFKA),
                values.get(ConsumerConfig.TOPIC),
                values.get(ConsumerConfig.GROUP),
                values.get(ConsumerConfig.BATCH_MAX),
                values.get(ConsumerConfig.MESSAGE_MAX_BYTES),
                ConsumerConfig.ignoredFrom(values),
                values.get(READ_WAIT),
                values.get(ALLOTMENT),
                request.flags().contains(ALLOW_GAPS),
                request.flags().contains(REPAIR));
        if (settings.repair()) {
            new OrderBookSchema(mysql).migrate();
        }
        try (HikariDataSource pool = MySqlPool.open(mysql)) {
            AuditReport report = new Audit(settings, new OrderBookReader(pool), new MySqlOrderStore(pool)).run();
            out.print(request.flags().contains(JSON) ? report.asJson() : report.asTable());
            out.flush();
            return report.passes() ? Commands.FINE : Commands.FAILED;
        }
    }

    private static Integer units(String typed) {
        int units = Integer.parseInt(typed);
        if (units < 0) {
            throw new IllegalArgumentException("negative");
        }
        return units;
    }
}
