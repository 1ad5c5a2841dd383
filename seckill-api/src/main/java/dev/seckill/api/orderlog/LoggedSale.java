package dev.seckill.api.orderlog;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltJournal;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sale as the order log tells it: each event counts once, however often it was published. Of the events themselves only
 * their numbers are kept; who needs more reads the log again. Not thread-safe.
 */
public final class LoggedSale {

    private static final Logger log = LoggerFactory.getLogger(LoggedSale.class);

    /** What of the heap the numbers may take. The rest is for what is being read and written. */
    private static final int HEAP_SHARE = 4;

    /** The same of the numbers of the journal, which need a bit each. */
    private static final int JOURNAL_HEAP_SHARE = 32;

    private static final int TOLD_MAX = 4;

    private final SaleId sale;
    private final OrderLogReader reader;
    private final OddMessages odd = new OddMessages();
    private final OrderNumbers numbers;
    private final LoggedJournal journal;
    private final long heapBytes;
    private final Set<LogPosition> ignored;
    private LoggedEvent newest;
    private LoggedEvent leastOffered;
    private LoggedEvent mostOffered;
    private LoggedEvent latestEpoch;
    private LoggedEvent rival;
    private long sold;

    /**
     * Reads nothing yet.
     *
     * @param heapBytes heap of this process; a quarter of it is for the numbers of orders
     */
    public LoggedSale(SaleId sale, KafkaSettings settings, long heapBytes) {
        this.sale = sale;
        this.reader = new OrderLogReader(settings);
        this.numbers = new OrderNumbers(heapBytes / HEAP_SHARE);
        this.journal = new LoggedJournal(heapBytes / JOURNAL_HEAP_SHARE);
        this.heapBytes = heapBytes;
        this.ignored = settings.ignored();
    }

    /**
     * Reads what the log got since the last call.
     *
     * @throws OrderLogUnavailableException if the log's end is not reached within the read wait
     * @throws TooManyOrdersException if the heap is too small
     */
    public void readOn() {
        reader.readOn(message -> odd.read(message, ofTheSale(this::add)));
        odd.tellRest();
    }

    /** Adds an event that is decided and safe though not yet in the log. */
    public void add(OutboxEntry entry) {
        add(LoggedEvent.of(entry));
    }

    /** Whether the event was read or added before. */
    public boolean has(OutboxEntry entry) {
        if (entry.order() == null) {
            return journal.has(entry.event().no());
        }
        return numbers.has(entry.order().seq(), entry.order().orderId());
    }

    private void add(LoggedEvent logged) {
        Order order = logged.order();
        if (order == null) {
            addToJournal(logged);
            return;
        }
        if (!numbers.hasRoomFor(order.seq())) {
            throw new TooManyOrdersException("a heap of " + megabytes(heapBytes)
                    + " is too small for the numbers of more than "
                    + numbers.orders() + " orders (the order log holds " + reader.held() + " messages, for which -Xmx"
                    + megabytes(HEAP_SHARE * OrderNumbers.bytesFor(reader.held()))
                    + " does, unless somebody made up many numbers; now at " + logged + ")");
        }
        switch (numbers.add(order.seq(), order.orderId())) {
            case FIRST -> {
                sold = Math.addExact(sold, order.quantity());
                addToJournal(logged);
                note(logged);
            }
            case OTHER -> rival = rival == null ? logged : rival;
            case AGAIN -> log.trace("order log - an order again ({})", logged);
        }
    }

    /** Whatever is no order counts once by its number alone: the log has several events only if somebody made them up. */
    private void addToJournal(LoggedEvent logged) {
        if (!journal.hasRoomFor(logged.event().no())) {
            throw new TooManyOrdersException("a heap of " + megabytes(heapBytes)
                    + " is too small for the numbers of the journal's " + journal.events()
                    + " events, unless somebody made up many numbers; now at " + logged);
        }
        if (latestEpoch == null || logged.offer().epoch() > latestEpoch.offer().epoch()) {
            latestEpoch = logged;
        }
        journal.add(logged);
    }

    private void note(LoggedEvent logged) {
        if (newest == null || logged.order().seq() > newest.order().seq()) {
            newest = logged;
        }
        long allotment = logged.offer().allotment();
        if (allotment > 0
                && (leastOffered == null || allotment < leastOffered.offer().allotment())) {
            leastOffered = logged;
        }
        if (allotment > 0
                && (mostOffered == null || allotment > mostOffered.offer().allotment())) {
            mostOffered = logged;
        }
    }

    private Consumer<LoggedEvent> ofTheSale(Consumer<LoggedEvent> sink) {
        return logged -> {
            if (logged.event().sale().equals(sale)) {
                sink.accept(logged);
            }
        };
    }

    /**
     * Reads the log once more from its beginning, and after {@code outbox} has handed over what it holds. An order that moves
     * from the outbox to the log meanwhile is then in at least one of them.
     *
     * @param outbox hands over every order in the outbox
     * @param sink gets each order that has a key or a buyer and was read or added before, once; and what else has a key,
     *     perhaps several times
     */
    public void readAgain(Consumer<Consumer<OutboxEntry>> outbox, Consumer<OutboxEntry> sink) {
        numbers.giveBack();
        outbox.accept(entry -> pass(LoggedEvent.of(entry), sink));
        reader.readAgain(message -> OddMessages.readAgain(message, ofTheSale(logged -> pass(logged, sink))));
    }

    private void pass(LoggedEvent logged, Consumer<OutboxEntry> sink) {
        Order order = logged.order();
        if (order == null) {
            if (logged.key() != null && journal.has(logged.event())) {
                sink.accept(logged.entry());
            }
            return;
        }
        if (numbers.take(order.seq(), order.orderId()) && (logged.key() != null || order.buyer() != null)) {
            sink.accept(logged.entry());
        }
    }

    /** Distinct orders. */
    public long orders() {
        return numbers.orders();
    }

    /** Units that they have. */
    public long sold() {
        return sold;
    }

    /** The event that says best what was laid down for the sale, and whether it is paused or closed; or null. */
    public SaleEvent.SaleChanged rules() {
        return journal.rules();
    }

    /** The highest number among them, 0 if there is none. */
    public long seq() {
        return newest == null ? 0 : newest.order().seq();
    }

    /** The highest number in the sale's journal, 0 if there is none: an older program kept no journal. */
    public long no() {
        return journal.newest() == null ? 0 : journal.newest().event().no();
    }

    /** The event with the highest number in the journal. */
    public Optional<LoggedEvent> newestEvent() {
        return Optional.ofNullable(journal.newest());
    }

    /** The first event that was read whose number in the journal another one had. */
    public Optional<LoggedEvent> rivalEvent() {
        return Optional.ofNullable(journal.rival());
    }

    /** Numbers of the journal that belong to no event, and that no earlier recover has given up. */
    public long missingEvents() {
        return no() - journal.events() - journal.givenUp();
    }

    /** Events that have a number in the journal. */
    public long events() {
        return journal.events();
    }

    /** Whether the journal explains the allotment: the units of its events make up what the newest one says of it. */
    public boolean isExplained() {
        return journal.newest() != null && !isCut() && journal.units() == allotment() - sold();
    }

    /** Units offered when the newest event was decided; 0 if there is none, or it does not say. */
    public long allotment() {
        LoggedEvent last = journal.newest() == null ? newest : journal.newest();
        return last == null ? 0 : last.offer().allotment();
    }

    /** When the sale was last rebuilt before one of its events was decided, in milliseconds since 1970; 0 for never. */
    public long epoch() {
        return latestEpoch == null ? 0 : latestEpoch.offer().epoch();
    }

    /** The order with the highest number. */
    public Optional<LoggedEvent> newest() {
        return Optional.ofNullable(newest);
    }

    /** The first order that was read of those that carry the lowest allotment; orders that carry none do not count. */
    public Optional<LoggedEvent> leastOffered() {
        return Optional.ofNullable(leastOffered);
    }

    /** The same of the highest allotment. */
    public Optional<LoggedEvent> mostOffered() {
        return Optional.ofNullable(mostOffered);
    }

    /** The first event that says {@link #epoch}. */
    public Optional<LoggedEvent> latestEpoch() {
        return Optional.ofNullable(latestEpoch);
    }

    /** The first order that was read whose number another order had. */
    public Optional<LoggedEvent> rival() {
        return Optional.ofNullable(rival);
    }

    /**
     * Reads the log once more for the orders that have this number: the first few, each once, where it stands first; then
     * those that stand only in the outbox.
     *
     * @param outbox hands over every order in the outbox
     */
    public List<LoggedEvent> ordersWith(long seq, Consumer<Consumer<OutboxEntry>> outbox) {
        Map<OrderId, LoggedEvent> found = new LinkedHashMap<>();
        Consumer<LoggedEvent> find = ofTheSale(logged -> {
            if (logged.order() != null && logged.order().seq() == seq && found.size() < TOLD_MAX) {
                found.putIfAbsent(logged.order().orderId(), logged);
            }
        });
        reader.readAgain(message -> OddMessages.readAgain(message, find));
        outbox.accept(entry -> find.accept(LoggedEvent.of(entry)));
        return List.copyOf(found.values());
    }

    /** What is not read, comma after comma, as the setting has it; empty for nothing. */
    public String ignored() {
        return ignored.stream().map(LogPosition::toString).sorted().collect(Collectors.joining(","));
    }

    /** Whether the log has lost its beginning, so that nobody knows every order. */
    public boolean isCut() {
        return reader.isCut();
    }

    /**
     * The sale rebuilt. If the log has lost its beginning, every number up to the highest counts as an order, of one unit or
     * of as many as the newest event says are gone: a unit that stays unsold can be put on sale again, one that is sold twice
     * cannot be taken back.
     *
     * @param offered units offered
     * @param atLeast what knows numbers that were given for certain, so must not be given again
     */
    public RebuiltSale rebuild(long offered, SaleState atLeast) {
        long highest = Math.max(seq(), atLeast.seq());
        long highestNo = Math.max(no(), atLeast.lastNo());
        RebuiltJournal goesOn = journal(highestNo, highest);
        if (!isCut()) {
            return new RebuiltSale(offered, orders(), sold(), highest, rules(), goesOn);
        }
        long all = Math.max(orders(), highest);
        return new RebuiltSale(offered, all, Math.max(sold() + all - orders(), gone()), highest, rules(), goesOn);
    }

    /** Units that were not left any more of those offered, by the newest event. */
    private long gone() {
        return journal.newest() == null
                ? 0
                : allotment() - journal.newest().event().left();
    }

    /** Of a log that has lost its beginning nobody knows what is missing. */
    private RebuiltJournal journal(long highestNo, long highestSeq) {
        if (isCut()) {
            long left = journal.newest() == null ? 0 : journal.newest().event().left();
            return new RebuiltJournal(highestNo, left, List.of(), List.of());
        }
        return new RebuiltJournal(
                highestNo,
                Math.max(0, journal.units()),
                journal.missing(highestNo),
                numbers.missing(highestSeq, journal.givenUpSeqs()));
    }

    private static String megabytes(long bytes) {
        return ((bytes - 1 >> 20) + 1) + "m";
    }
}
