package dev.seckill.consumer.audit;

import dev.seckill.consumer.parking.Origin;
import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.OrderBookReader;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.StoredOrder;
import dev.seckill.consumer.topic.Cut;
import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.TopicReader;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One audit. It reads the log up to its end as it is at the start, then the parked topic, then the book, and then what
 * the log got meanwhile, because rows of that may be in the book already. So it is exact while orders keep coming.
 */
public final class Audit {

    private static final int OFFSET_BITS = 48;

    private final AuditSettings settings;
    private final OrderBookReader book;
    private final MySqlOrderStore store;
    private final AuditBound bound;
    private final IgnoredMessages ignored;
    private final Ledger ledger = new Ledger();
    private final JournalAudit journal = new JournalAudit(Clock.systemUTC());
    private final LongSet undecodable = new LongSet();
    private final LongSet undecodableUnread = new LongSet();
    private long undecodableParked;
    private long messages;
    private long repaired;
    private boolean cutLog;
    private boolean topicIsThere;
    private boolean bookIsThere;

    /** An audit of the log that the settings name against this book; the store is for repairs. */
    public Audit(AuditSettings settings, OrderBookReader book, MySqlOrderStore store) {
        this(settings, book, store, AuditBound.NONE);
    }

    /** The same, and it ends where it would be too much. */
    Audit(AuditSettings settings, OrderBookReader book, MySqlOrderStore store, AuditBound bound) {
        this.bound = Objects.requireNonNull(bound, "bound");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.book = Objects.requireNonNull(book, "book");
        this.store = Objects.requireNonNull(store, "store");
        this.ignored = new IgnoredMessages(settings.ignored(), () -> {});
    }

    /**
     * Reads everything, once.
     *
     * @throws dev.seckill.consumer.topic.TopicUnavailableException if Kafka cannot be read
     * @throws dev.seckill.consumer.store.StoreUnavailableException if MySQL cannot be read
     */
    public AuditReport run() {
        try (TopicReader log = new TopicReader(
                settings.connection(),
                settings.topic(),
                settings.group(),
                settings.patience(),
                settings.messageMaxBytes(),
                ignored)) {
            Set<TopicPartition> partitions = log.partitions();
            topicIsThere = !partitions.isEmpty();
            Map<TopicPartition, Long> begins = log.begins(partitions);
            Map<TopicPartition, Long> ends = log.ends(partitions);
            Map<TopicPartition, OffsetAndMetadata> committed = log.committed(partitions);
            cutLog = begins.values().stream().anyMatch(begin -> begin > 0);
            log.read(begins, ends, message -> takeLogged(message, isRead(message, committed)));
            readParked();
            bookIsThere = book.read(this::takeRow);
            log.read(ends, log.ends(partitions), this::takeLater);
            journal.read(book, this::takeEntry);
            if (settings.repair()) {
                repair(log, begins, ends);
                journal.read(book, this::takeEntry);
                List<String> sales = journal.salesToRebuild();
                sales.forEach(store::rebuildSale);
                if (!sales.isEmpty()) {
                    journal.read(book, this::takeEntry);
                }
            }
        }
        return AuditReport.of(
                settings,
                ledger,
                new AuditReport.Facts(topicIsThere, bookIsThere, messages, repaired, cutLog, undecodableFacts()),
                journal.journals());
    }

    private AuditReport.Undecodable undecodableFacts() {
        return new AuditReport.Undecodable(undecodable.size(), undecodableParked, undecodableUnread.size());
    }

    private void takeLogged(ConsumerRecord<byte[], byte[]> message, boolean read) {
        messages++;
        bound.check(ledger.size());
        SaleEvent event = eventIn(message);
        if (event != null) {
            if (settings.isOf(event.sale())) {
                takeLogged(message, event, read);
            }
        } else {
            undecodable.add(place(message.partition(), message.offset()));
            if (!read) {
                undecodableUnread.add(place(message.partition(), message.offset()));
            }
        }
    }

    private void takeLogged(ConsumerRecord<byte[], byte[]> message, SaleEvent event, boolean read) {
        journal.logged(event, read);
        if (event instanceof SaleEvent.Accepted accepted) {
            ledger.logged(accepted, offered(message, accepted.order()), read);
        } else {
            takeOther(event);
        }
    }

    /** An event that is no new order, from before the bound or after it. */
    private void takeOther(SaleEvent event) {
        if (event instanceof SaleEvent.Recovered recovered) {
            ledger.recovered(recovered);
        } else if (event instanceof SaleEvent.Restocked restocked) {
            ledger.restocked(restocked);
        } else if (event instanceof SaleEvent.Released released) {
            ledger.released(released);
        }
    }

    private void takeRow(String orderId, StoredOrder row) {
        bound.check(ledger.size());
        ledger.stored(orderId, row);
    }

    private void takeLater(ConsumerRecord<byte[], byte[]> message) {
        bound.check(ledger.size());
        SaleEvent event = eventIn(message);
        if (event == null || !settings.isOf(event.sale())) {
            return;
        }
        if (event instanceof SaleEvent.Accepted accepted) {
            ledger.loggedLater(accepted, offered(message, accepted.order()));
        } else {
            takeOther(event);
        }
    }

    private void takeEntry(JournalEntry entry) {
        bound.check(ledger.size());
        if (entry.kind().equals(Kind.RELEASED.name()) && entry.orderId() != null) {
            ledger.releasedInBook(entry);
        }
    }

    /** What the writer says of the allotment; without void numbers it is the same as left and decided together. */
    private static long offered(ConsumerRecord<byte[], byte[]> message, Order order) {
        String units = HeaderText.of(message, OrderLogNames.ALLOTMENT_HEADER).orElse("");
        return units.matches("\\d{1,18}") ? Long.parseLong(units) : order.left() + order.seq();
    }

    private void readParked() {
        String topic = OrderLogNames.parkedTopic(settings.topic());
        LongSet seen = new LongSet();
        try (TopicReader parked =
                new TopicReader(settings.connection(), topic, settings.group(), settings.patience(), ignored)) {
            Set<TopicPartition> partitions = parked.partitions();
            parked.read(parked.begins(partitions), parked.ends(partitions), message -> {
                bound.check(ledger.size());
                Optional<LogPosition> origin = Origin.of(message).filter(this::isOfTheLog);
                // The beginning of a message that was cut may look like an order.
                if (origin.isPresent() && isUndecodable(origin.get())) {
                    undecodableParked += seen.add(place(origin.get())) ? 1 : 0;
                } else {
                    SaleEvent event = eventIn(message);
                    if (event != null) {
                        journal.parked(event);
                    }
                    if (event instanceof SaleEvent.Accepted accepted) {
                        ledger.parked(accepted);
                    }
                }
            });
        }
    }

    private boolean isUndecodable(LogPosition origin) {
        return undecodable.contains(place(origin));
    }

    private static long place(LogPosition origin) {
        return place(origin.partition(), origin.offset());
    }

    private boolean isOfTheLog(LogPosition origin) {
        return origin.topic().equals(settings.topic());
    }

    private void repair(TopicReader log, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
        List<SaleEvent> batch = new ArrayList<>(settings.batchMax());
        log.read(begins, ends, message -> {
            SaleEvent event = eventIn(message);
            if (event != null && settings.isOf(event.sale()) && isMissing(event)) {
                batch.add(event);
                if (batch.size() == settings.batchMax()) {
                    repair(batch);
                }
            }
        });
        repair(batch);
    }

    private void repair(List<SaleEvent> batch) {
        StoreOutcome outcome = store.store(batch);
        Set<Integer> refused = new java.util.HashSet<>();
        outcome.refusals().forEach(refusal -> refused.add(refusal.index()));
        for (int i = 0; i < batch.size(); i++) {
            if (!refused.contains(i)
                    && batch.get(i) instanceof SaleEvent.Accepted accepted
                    && ledger.isMissing(accepted.order())) {
                ledger.repaired(accepted.order());
            }
        }
        repaired += outcome.stored();
        batch.clear();
    }

    private boolean isMissing(SaleEvent event) {
        if (ledger.isGivenUp(event)) {
            return false; // nor may the book have it, though it may not know that yet
        }
        return journal.isMissing(event)
                || event instanceof SaleEvent.Accepted accepted && ledger.isMissing(accepted.order());
    }

    private static boolean isRead(
            ConsumerRecord<byte[], byte[]> message, Map<TopicPartition, OffsetAndMetadata> committed) {
        OffsetAndMetadata position = committed.get(new TopicPartition(message.topic(), message.partition()));
        return position != null && message.offset() < position.offset();
    }

    /** The event in a message; null if there is none. */
    private static SaleEvent eventIn(ConsumerRecord<byte[], byte[]> message) {
        if (Cut.valueBytes(message).isPresent()) {
            return null;
        }
        try {
            return EventCodec.decode(message.value());
        } catch (UndecodableOrderException notAnEvent) {
            return null;
        }
    }

    /** A place on the log as one number that is never 0. */
    private static long place(int partition, long offset) {
        return (long) (partition + 1) << OFFSET_BITS | offset;
    }
}
