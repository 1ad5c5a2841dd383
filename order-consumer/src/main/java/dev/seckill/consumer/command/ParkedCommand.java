package dev.seckill.consumer.command;

import dev.seckill.consumer.parking.ParkedMessages;
import dev.seckill.consumer.settings.BadSettingsException;
import dev.seckill.consumer.settings.CommandLineReader.Command;
import dev.seckill.consumer.settings.CommandLineReader.Request;
import dev.seckill.consumer.settings.Setting;
import dev.seckill.consumer.settings.SettingValues;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.model.ForeignText;
import dev.seckill.model.LogPosition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code parked}: lists what is parked, and sends it back. */
final class ParkedCommand {

    private static final Setting<LogPosition> ONLY = new Setting<>(
            "--only",
            null,
            null,
            "topic-partition@offset",
            "Replay only the message that stood there.",
            false,
            LogPosition::parse);
    private static final String REPLAY = "--replay";

    /** Longer than the consumer's own; somebody else may have written the header. */
    private static final int REASON_LENGTH = 1000;

    static final Command COMMAND = new Command(
            "parked",
            "Lists the messages that could not be stored, and with --replay sends them back to the order log, each once.",
            List.of(
                    ConsumerConfig.KAFKA,
                    ConsumerConfig.TOPIC,
                    ConsumerConfig.PARKED_PARTITIONS,
                    ConsumerConfig.PARKED_REPLICATION,
                    ConsumerConfig.PARKED_WAIT,
                    ConsumerConfig.IGNORE,
                    AuditCommand.READ_WAIT,
                    ONLY),
            Map.of(REPLAY, "Send back what was not sent back yet."));

    private ParkedCommand() {}

    /** Lists or replays, prints one line per message and a sum, and returns the exit code. */
    static int run(Request request, PrintWriter out) {
        SettingValues values = request.values()
                .must(ConsumerConfig.areOfTopic(request.values()), ConsumerConfig.IGNORE, ConsumerConfig.IGNORE_RULE)
                .check();
        boolean replay = request.flags().contains(REPLAY);
        LogPosition only = values.get(ONLY);
        if (only != null && !replay) {
            throw new BadSettingsException(List.of("--only needs --replay"));
        }
        ParkedMessages messages = new ParkedMessages(
                ConsumerConfig.parkingFrom(values),
                values.get(ConsumerConfig.TOPIC),
                values.get(AuditCommand.READ_WAIT),
                new IgnoredMessages(ConsumerConfig.ignoredFrom(values), () -> {}));
        ParkedMessages.Summary summary =
                replay ? messages.replay(only, entry -> print(out, entry)) : messages.list(entry -> print(out, entry));
        out.printf(
                Locale.ROOT,
                "parked %d, replayed before %d, replayed now %d%n",
                summary.parked(),
                summary.replayedBefore(),
                summary.replayedNow());
        if (summary.cut() > 0) {
            out.printf(
                    Locale.ROOT,
                    "cut %d: too long to be parked whole, so never replayed; the order log has them at their origin%n",
                    summary.cut());
        }
        return only != null && summary.refused() > 0 ? Commands.FAILED : Commands.FINE;
    }

    private static void print(PrintWriter out, ParkedMessages.Entry entry) {
        out.printf(
                Locale.ROOT,
                "%s  %s  %-8s  %s%n",
                entry.origin(),
                entry.parkedAt(),
                entry.state().name().toLowerCase(Locale.ROOT),
                ForeignText.escape(entry.reason(), REASON_LENGTH));
    }
}
