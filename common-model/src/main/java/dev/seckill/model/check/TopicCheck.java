package dev.seckill.model.check;

import dev.seckill.model.LogCopies;
import dev.seckill.model.LogRetention;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether a topic takes every message, keeps it, and survives the loss of a broker. */
public final class TopicCheck {

    private final TopicState state;
    private final String name;

    public TopicCheck(TopicState state) {
        this.state = state;
        this.name = "topic " + state.topic();
    }

    /** @param needed what the program's user has to be allowed, by Kafka's names */
    public List<CheckPoint> points(Set<String> needed) {
        return List.of(partitions(), copies(), retention(), rights(needed));
    }

    private CheckPoint partitions() {
        String subject = name + " partitions";
        List<TopicState.Partition> all = state.partitions();
        int minInSync = minInSync();
        String dead = numbers(partition -> !partition.led());
        String refusing = numbers(partition -> partition.inSync() < minInSync);
        String behind = numbers(partition -> partition.inSync() < partition.copies());
        if (!dead.isEmpty()) {
            return CheckPoint.red(
                    subject, "nobody leads " + dead + " (of " + all.size() + ")", "start the brokers that have them");
        }
        if (!refusing.isEmpty()) {
            return CheckPoint.red(
                    subject,
                    "fewer than " + minInSync + " copies of " + refusing + " are in sync, so they take no order",
                    "start the brokers that have the others");
        }
        return behind.isEmpty()
                ? CheckPoint.green(subject, all.size() + ", all led and all copies in sync")
                : CheckPoint.amber(
                        subject,
                        "not all copies of " + behind + " are in sync",
                        "start the brokers that have the others, or wait until they have caught up");
    }

    private String numbers(Predicate<TopicState.Partition> which) {
        return state.partitions().stream()
                .filter(which)
                .map(partition -> Integer.toString(partition.number()))
                .collect(Collectors.joining(", "));
    }

    /** 1 if it is not known, as a broker has it by default. */
    private int minInSync() {
        String told = state.settings() == null ? null : state.settings().get(LogCopies.MIN_IN_SYNC);
        return told == null ? 1 : Integer.parseInt(told);
    }

    private CheckPoint copies() {
        String subject = name + " copies";
        int copies = state.partitions().stream()
                .mapToInt(TopicState.Partition::copies)
                .min()
                .orElse(0);
        if (state.settings() == null) {
            return notTold(subject);
        }
        String found = copies + " on " + state.brokers() + (state.brokers() == 1 ? " broker" : " brokers")
                + ", an order is acknowledged by " + Math.min(minInSync(), Math.max(1, copies)) + " at least";
        Optional<String> doubt = LogCopies.doubt(
                state.bootstrapServers(), state.topic(), state.brokers(), copies, state.settings()::get);
        if (doubt.isPresent()) {
            return CheckPoint.red(subject, found, doubt.get());
        }
        if (minInSync() > copies) {
            return CheckPoint.red(
                    subject,
                    found + ", but " + LogCopies.MIN_IN_SYNC + " is " + minInSync(),
                    "lower it, or give the topic more copies: it takes no order");
        }
        if (minInSync() == copies && copies > 1) {
            return CheckPoint.amber(
                    subject,
                    found,
                    "have one copy more than " + LogCopies.MIN_IN_SYNC + ": the loss of any stops the sale");
        }
        return copies > 1
                ? CheckPoint.green(subject, found)
                : CheckPoint.amber(
                        subject, found, "have three brokers and three copies: the log is lost with this broker's disk");
    }

    private CheckPoint retention() {
        String subject = name + " retention";
        if (state.settings() == null) {
            return notTold(subject);
        }
        return LogRetention.doubt(state.bootstrapServers(), state.topic(), state.settings()::get)
                .map(doubt -> CheckPoint.red(subject, "it forgets", doubt))
                .orElseGet(() -> CheckPoint.green(subject, "it keeps every message"));
    }

    private static CheckPoint notTold(String subject) {
        return CheckPoint.unknown(
                subject, "the program's user is not told the settings", "grant it DescribeConfigs on the topic");
    }

    private CheckPoint rights(Set<String> needed) {
        return rights(name + " rights", state.rights(), needed, "the topic");
    }

    /**
     * Judges rights of whatever in Kafka.
     *
     * @param told what the user may do; null: not told
     * @param on of what they are, for the remedy
     */
    public static CheckPoint rights(String subject, Set<String> told, Set<String> needed, String on) {
        if (told == null) {
            return CheckPoint.unknown(
                    subject, "the brokers do not tell them", "look at them with kafka-acls.sh --list");
        }
        Set<String> missing = new TreeSet<>(needed);
        missing.removeAll(told);
        return missing.isEmpty()
                ? CheckPoint.green(subject, String.join(", ", new TreeSet<>(needed)))
                : CheckPoint.red(
                        subject,
                        "the program's user lacks " + String.join(", ", missing),
                        "grant it that on " + on + ", as infra/secure/kafka-acls.txt lists it");
    }
}
