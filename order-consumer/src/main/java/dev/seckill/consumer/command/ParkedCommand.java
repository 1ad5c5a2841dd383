package dev.seckill.consumer.command;

import dev.seckill.consumer.parking.ParkedMessages;
import dev.seckill.consumer.parking.ParkedTopic;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.model.ForeignText;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parked}: lists what is parked, and sends it back. */
@Command(
        name = "parked",
        description = "Lists the messages that could not be stored, and with --replay sends them back to the order log,"
                + " each once; with --webhooks, those that the shop could not be told.")
final class ParkedCommand {

    /** Longer than the consumer's own; somebody else may have written the header. */
    private static final int REASON_LENGTH = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Mixin
    private ParkingOptions parking;

    @Mixin
    private ReadOptions read;

    @Option(
            names = "--only",
            description = "Replay only the message that stood there, topic-partition@offset; needs --replay.")
    private LogPosition only;

    @Option(names = "--replay", description = "Send back what was not sent back yet.")
    private boolean replay;

    @Option(
            names = "--dismiss",
            description = "Count the message that stood there, topic-partition@offset, as dealt with and do not send it"
                    + " back; the topic keeps it.")
    private LogPosition dismissed;

    @Option(
            names = "--webhooks",
            description = "Of the webhooks instead; with --replay, the running consumer sends them to the shop again.")
    private boolean webhooks;

    /** Lists or replays, prints one line per message and a sum, and returns the exit code. */
    int run(Problems problems, PrintWriter out) {
        log.check(new SettingRules(spec, problems), problems);
        if (only != null && !replay) {
            problems.add("--only needs --replay");
        }
        if (dismissed != null && replay) {
            problems.add("--dismiss and --replay exclude each other");
        }
        problems.check();
        ParkedMessages.Summary summary = run(messages(), entry -> print(out, entry));
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
        if (dismissed != null) {
            out.printf(Locale.ROOT, "dismissed %d%n", summary.dismissed());
        }
        boolean isUndone = dismissed != null && summary.dismissed() == 0;
        return isUndone || only != null && summary.refused() > 0 ? Commands.FAILED : Commands.FINE;
    }

    private ParkedMessages.Summary run(ParkedMessages messages, Consumer<ParkedMessages.Entry> each) {
        if (dismissed != null) {
            return messages.dismiss(dismissed, each);
        }
        return replay ? messages.replay(only, each) : messages.list(each);
    }

    private ParkedMessages messages() {
        IgnoredMessages ignored = new IgnoredMessages(log.ignored(), () -> {});
        ParkingSettings settings = parking.toSettings(log);
        if (!webhooks) {
            return ParkedMessages.ofBook(settings, log.topic, read.readWait, ignored);
        }
        ParkingSettings again = settings.of(OrderLogNames.webhookTopic(log.topic));
        if (replay) {
            ParkedTopic.make(again); // also if no consumer has told a shop yet
        }
        return ParkedMessages.ofShop(
                again.of(OrderLogNames.parkedTopic(again.topic())), again.topic(), read.readWait, ignored);
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
