package dev.seckill.api.orderlog;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sale as the order log tells it: each event counts once, however often it was published, and not at all if an earlier recover
 * has given its number up. Of the events themselves only their numbers are kept; who needs more reads the log again. Not
 * thread-safe.
 */
public final class LoggedSale {

    private static final Logger log = LoggerFactory.getLogger(LoggedSale.class);

    private final SaleId sale;
    private final LoggedSales sales;
    private final OrderNumbers numbers;
    private final LoggedJournal journal;
    private OrderExtremes extremes = new OrderExtremes();
    private LoggedEvent latestEpoch;
    private LoggedEvent rival;
    private long sold;
    /** The highest place of an order that is none of the journal. */
    private long leftOutSeq;
    /** Whether something was added that the log may not have, so that to read it once more would not bring all back. */
    private boolean hasOutbox;

    /**
     * One that is read alone; nothing yet.
     *
     * @param heapBytes heap of this process; a quarter of it is for the numbers of orders
     */
    public LoggedSale(SaleId sale, KafkaSettings settings, long heapBytes) {
        this(sale, new LoggedSales(settings, heapBytes));
        sales.follow(this);
    }

    /** One of several that are read together. */
    LoggedSale(SaleId sale, LoggedSales sales) {
        this.sale = sale;
        this.sales = sales;
        this.numbers = sales.orderNumbers();
        this.journal = sales.journal();
    }

    public SaleId id() {
        return sale;
    }

    /** Those that it is read together with, itself included. */
    public LoggedSales sales() {
        return sales;
    }

    /** Adds an event that is decided and safe though not yet in the log. */
    public void add(OutboxEntry entry) {
        hasOutbox = true;
        add(LoggedEvent.of(entry));
    }

    /** Whether the event was read or added before. */
    public boolean has(OutboxEntry entry) {
        if (entry.order() == null) {
            return journal.has(entry.event().no());
        }
        return numbers.has(entry.order().seq(), entry.order().orderId());
    }

    void add(LoggedEvent logged) {
        Order order = logged.order();
        if (journal.leavesOut(logged.event())) {
            leftOutSeq = order == null ? leftOutSeq : Math.max(leftOutSeq, order.seq());
            return;
        }
        if (order == null) {
            addToJournal(logged);
            return;
        }
        if (!numbers.hasRoomFor(order.seq())) {
            throw tooMany("more than " + numbers.orders() + " orders", logged);
        }
        switch (numbers.add(order.seq(), order.orderId())) {
            case FIRST -> {
                sold = Math.addExact(sold, order.quantity());
                addToJournal(logged);
                extremes.note(logged);
            }
            case OTHER -> rival = rival == null ? logged : rival;
            case AGAIN -> log.trace("order log - an order again ({})", logged);
        }
    }

    /** Whatever is no order counts once by its number alone: the log has several events only if somebody made them up. */
    private void addToJournal(LoggedEvent logged) {
        if (!journal.hasRoomFor(logged.event())) {
            throw tooMany("the journal's " + journal.events() + " events", logged);
        }
        if (latestEpoch == null || logged.offer().epoch() > latestEpoch.offer().epoch()) {
            latestEpoch = logged;
        }
        journal.add(logged);
    }

    private TooManyOrdersException tooMany(String what, LoggedEvent logged) {
        long messages = sales.held();
        long needed = OrderNumbers.bytesFor(messages) + (journal.hasChanges() ? OrderChanges.bytesFor(messages) : 0);
        return new TooManyOrdersException("a heap of " + megabytes(sales.heapBytes())
                + " is too small for the numbers of " + what + " (the order log holds " + messages
                + " messages, for which -Xmx" + megabytes(LoggedSales.HEAP_SHARE * needed)
                + " does, unless somebody made up many numbers; now at " + logged + ")");
    }

    /**
     * Whether an event was counted before it was told that its number was given up. Then all has to be forgotten and read once
     * more.
     */
    boolean isOutdated() {
        return journal.isOutdated() && !hasOutbox;
    }

    /** The same where it is too late for that: somebody rebuilt the sale after its outbox was added. */
    public boolean isOvertaken() {
        return journal.isOutdated() && hasOutbox;
    }

    /** Forgets every event, but not which numbers were given up. */
    void forget() {
        numbers.forget();
        journal.forget();
        extremes = new OrderExtremes();
        latestEpoch = null;
        rival = null;
        sold = 0;
    }

    /** Whether an event came that the rebuilt sale gives up, or has no place for. */
    public boolean hasGoneOnSince(RebuiltSale rebuilt) {
        return no() > rebuilt.journal().no() || journal.hasAny(rebuilt.journal().voided());
    }

    /**
     * Begins to go through all of it once more, with the outbox; {@link LoggedSales#readAgain} goes on with the log. An order
     * that moves from the outbox to the log meanwhile is then in at least one of them.
     *
     * @param outbox hands over every event in the outbox
     * @param sink gets each order that has a key or a buyer or may change and was read or added before, once; and what else has
     *     a key or changes an order, perhaps several times
     */
    public void beginAgain(Consumer<Consumer<OutboxEntry>> outbox, Consumer<OutboxEntry> sink) {
        numbers.giveBack();
        outbox.accept(entry -> pass(LoggedEvent.of(entry), sink));
    }

    void pass(LoggedEvent logged, Consumer<OutboxEntry> sink) {
        Order order = logged.order();
        if (order != null) {
            if (numbers.take(order.seq(), order.orderId()) && isToBeRemembered(logged)) {
                sink.accept(logged.entry());
            }
            return;
        }
        boolean isToBeRemembered = logged.event() instanceof SaleEvent.OfOrder || logged.key() != null;
        if (isToBeRemembered && journal.has(logged.event())) {
            sink.accept(logged.entry());
        }
    }

    private static boolean isToBeRemembered(LoggedEvent logged) {
        return logged.key() != null
                || logged.order().buyer() != null
                || logged.event() instanceof SaleEvent.Accepted accepted && accepted.isOpen();
    }

    /** Distinct orders. */
    public long orders() {
        return numbers.orders();
    }

    /** Units that they got, those included that went back. */
    public long sold() {
        return sold;
    }

    /** Units that went back. */
    public long released() {
        return journal.released();
    }

    /** Units that orders have. */
    public long taken() {
        return sold - released();
    }

    /** The event that says best what was laid down for the sale, and whether it is paused or closed; or null. */
    public SaleEvent.SaleChanged rules() {
        return journal.rules();
    }

    /** The highest number among them, 0 if there is none. */
    public long seq() {
        return newest().map(newest -> newest.order().seq()).orElse(0L);
    }

    /**
     * The highest number that was given to an order as far as the log tells, those included that were given up. What is given
     * up proves no more orders than there are such numbers.
     */
    long seqGiven() {
        long highest =
                journal.givenUpSeqs().stream().mapToLong(NumberRange::last).reduce(leftOutSeq, Math::max);
        return seq() + Math.min(journal.givenUp(), Math.max(0, highest - seq()));
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
        return journal.newest() != null && !isCut() && journal.units() == allotment() - taken();
    }

    /** Units offered when the newest event was decided; 0 if there is none, or it does not say. */
    public long allotment() {
        return newestEvent()
                .or(this::newest)
                .map(last -> last.offer().allotment())
                .orElse(0L);
    }

    /** When the sale was last rebuilt before one of its events was decided, in milliseconds since 1970; 0 for never. */
    public long epoch() {
        return latestEpoch == null ? 0 : latestEpoch.offer().epoch();
    }

    /** The order with the highest number. */
    public Optional<LoggedEvent> newest() {
        return extremes.newest();
    }

    /** The first order that was read of those that carry the lowest allotment; orders that carry none do not count. */
    public Optional<LoggedEvent> leastOffered() {
        return extremes.leastOffered();
    }

    /** The same of the highest allotment. */
    public Optional<LoggedEvent> mostOffered() {
        return extremes.mostOffered();
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
        OrdersWithOneNumber found = new OrdersWithOneNumber(sale, seq);
        sales.readAgain(found::add);
        outbox.accept(entry -> found.add(LoggedEvent.of(entry)));
        return found.first();
    }

    /** What is not read, comma after comma, as the setting has it; empty for nothing. */
    public String ignored() {
        return sales.ignored();
    }

    /** Whether the log has lost its beginning, so that nobody knows every order. */
    public boolean isCut() {
        return sales.isCut();
    }

    /**
     * The sale rebuilt.
     *
     * @param offered units offered
     * @param atLeast what knows numbers that were given for certain, so must not be given again
     */
    public RebuiltSale rebuild(long offered, SaleState atLeast) {
        return new SaleByTheLog(this, numbers, journal).rebuild(offered, atLeast);
    }

    static String megabytes(long bytes) {
        return ((bytes - 1 >> 20) + 1) + "m";
    }
}
