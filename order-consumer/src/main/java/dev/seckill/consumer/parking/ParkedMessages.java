package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.TopicReader;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Lists parked messages and sends them back to where they came from, each origin once: what was replayed is remembered as the
 * position of a consumer group of its own. A run that dies between sending and remembering sends again; the order book
 * takes that as a duplicate.
 */
public final class ParkedMessages {

    private final ParkingSettings settings;
    private final String target;
    private final Duration patience;
    private final IgnoredMessages ignored;
    /** Whether what has the same origin is the same message. */
    private final boolean originIsIdentity;

    /**
     * A parked message in a list.
     *
     * @param origin where it stood on the order log, as text; its own place if it does not say
     * @param parkedAt when it was parked
     * @param state whether it was sent back, in this run or before
     */
    public record Entry(String origin, Instant parkedAt, String reason, State state) {}

    /** What became of a parked message. */
    public enum State {
        /** Not sent back yet. */
        WAITING,
        /** Sent back, in this run or before, or dismissed before. */
        REPLAYED,
        /** Dismissed in this run: it counts as dealt with, and was not sent back. */
        DISMISSED,
        /** Too long to be parked whole, so it cannot be sent back. */
        CUT
    }

    /**
     * What a run did.
     *
     * @param dismissed messages that were dismissed in this run
     * @param cut messages that were not sent back because only a part of them is parked
     * @param refused those of them that this run was asked for
     */
    public record Summary(long parked, long replayedBefore, long replayedNow, long dismissed, long cut, long refused) {}

    /**
     * The messages that the order book could not take, in the parked topic that the settings name.
     *
     * @param patience longest wait for Kafka
     * @param ignored what is neither listed nor sent back
     */
    public static ParkedMessages ofBook(
            ParkingSettings settings, String orderLog, Duration patience, IgnoredMessages ignored) {
        return new ParkedMessages(settings, orderLog, patience, ignored, true);
    }

    /**
     * The webhooks that the shop could not take. Several may come from one message, so each is named by its own place.
     *
     * @param target the topic of webhooks that are to be sent again
     * @param patience longest wait for Kafka
     * @param ignored what is neither listed nor sent again
     */
    public static ParkedMessages ofShop(
            ParkingSettings settings, String target, Duration patience, IgnoredMessages ignored) {
        return new ParkedMessages(settings, target, patience, ignored, false);
    }

    private ParkedMessages(
            ParkingSettings settings,
            String target,
            Duration patience,
            IgnoredMessages ignored,
            boolean originIsIdentity) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.target = Objects.requireNonNull(target, "target");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.ignored = Objects.requireNonNull(ignored, "ignored");
        this.originIsIdentity = originIsIdentity;
    }

    /** Hands over each parked message up to the end as it is now. */
    public Summary list(Consumer<Entry> each) {
        return new Run(each, null, false, origin -> false).run();
    }

    /**
     * Has one count as dealt with, without sending it back: nobody can store it, or it is nobody's order. The topic keeps it.
     *
     * @param origin the one
     */
    public Summary dismiss(LogPosition origin, Consumer<Entry> each) {
        return new Run(each, null, true, origin.toString()::equals).run();
    }

    /**
     * Sends back what was not sent back yet.
     *
     * @param only the one origin to send back; null for all
     * @throws TopicUnavailableException if Kafka does not take everything; what it took may be sent again next time
     */
    public Summary replay(LogPosition only, Consumer<Entry> each) {
        try (ReplaySender sender = new ReplaySender(settings, target)) {
            return new Run(
                            each,
                            sender,
                            true,
                            origin -> only == null || only.toString().equals(origin))
                    .run();
        }
    }

    /** Which origins are to be sent back, or dismissed. */
    private interface Choice {
        boolean takes(String origin);
    }

    /** One pass over the parked topic. */
    private final class Run {

        private final Consumer<Entry> each;
        /** Null if nothing is sent back. */
        private final ReplaySender sender;

        /** Whether what was chosen is remembered as dealt with. */
        private final boolean deals;

        private final Choice choice;
        private long parked;
        private long replayedBefore;
        private long replayedNow;
        private long dismissed;
        private long cut;
        private long refused;

        Run(Consumer<Entry> each, ReplaySender sender, boolean deals, Choice choice) {
            this.each = each;
            this.sender = sender;
            this.deals = deals;
            this.choice = choice;
        }

        Summary run() {
            String topic = settings.topic();
            try (TopicReader reader =
                    new TopicReader(settings.connection(), topic, ReplayMemory.group(topic), patience, ignored)) {
                Set<TopicPartition> partitions = reader.partitions();
                Map<TopicPartition, Long> begins = reader.begins(partitions);
                ReplayMemory memory = new ReplayMemory(reader, begins);
                reader.read(begins, reader.ends(partitions), message -> {
                    take(message, memory);
                    if (sender != null && sender.isFull()) {
                        remember(memory);
                    }
                });
                remember(memory);
            }
            return new Summary(parked, replayedBefore, replayedNow, dismissed, cut, refused);
        }

        private void take(ConsumerRecord<byte[], byte[]> message, ReplayMemory memory) {
            parked++;
            String origin = originOf(message);
            if (ParkedHeaders.isCut(message)) {
                cut++;
                if (choice.takes(origin)) {
                    refused += sender == null ? 0 : 1;
                    dismissed += sender == null ? 1 : 0;
                }
                // Else it would keep the position from moving on for ever.
                memory.add(message);
                tell(message, origin, State.CUT);
                return;
            }
            boolean before = memory.contains(message, origin);
            boolean now = !before && choice.takes(origin);
            if (now && sender != null) {
                sender.send(message);
                replayedNow++;
            } else if (now) {
                dismissed++;
            }
            if (before) {
                replayedBefore++;
            }
            if (before || now) {
                memory.add(message, origin);
            }
            tell(message, origin, state(before, now));
        }

        private State state(boolean before, boolean now) {
            if (now && sender == null) {
                return State.DISMISSED;
            }
            return before || now ? State.REPLAYED : State.WAITING;
        }

        private void tell(ConsumerRecord<byte[], byte[]> message, String origin, State state) {
            each.accept(
                    new Entry(origin, Instant.ofEpochMilli(message.timestamp()), ParkedHeaders.reason(message), state));
        }

        private void remember(ReplayMemory memory) {
            if (sender != null) {
                sender.awaitSent();
            }
            if (deals) {
                memory.keep();
            }
        }
    }

    /** The origin that the message names; one that somebody else put there is named by its own place. */
    private String originOf(ConsumerRecord<byte[], byte[]> message) {
        return (originIsIdentity ? Origin.of(message) : Optional.<LogPosition>empty())
                .orElseGet(() -> new LogPosition(message.topic(), message.partition(), message.offset()))
                .toString();
    }
}
