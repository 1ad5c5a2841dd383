package dev.seckill.consumer.audit;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.OrderBookReader;
import dev.seckill.consumer.store.SaleRow;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Holds the journal of each sale in the book against itself, against the orders, and against the numbers that the log has given.
 * Takes no memory for an event, only for a sale, for what is missing, and for the buyers and open
 * orders of one sale at a time. Not thread-safe.
 */
final class JournalAudit {

    private static final int RANGES_SHOWN_MAX = 20;
    /** So long after its time, an order that is held is overdue. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Clock clock;

    private final Map<String, LoggedNumbers> logged = new HashMap<>();
    private final Map<String, JournalTrail> trails = new TreeMap<>();
    private final Map<String, SaleRow> rows = new HashMap<>();
    private final Map<String, Long> settledTo = new HashMap<>();
    private boolean rowsAreKnown;
    /** The sale whose entries are being taken; null if none is. */
    private JournalTrail current;

    /** The highest number of a sale on the log, the lowest that the consumer group has not read, and the highest that it has. */
    private static final class LoggedNumbers {
        private long last;
        private long firstUnread = Long.MAX_VALUE;
        private long lastRead;
        private long lastReadChange;
        private final List<NumberRange> parked = new ArrayList<>();
    }

    /** @param clock tells which orders should have been released by now */
    JournalAudit(Clock clock) {
        this.clock = clock;
    }

    /** An event of the log, up to the bound of the audit. */
    void logged(SaleEvent event, boolean read) {
        if (event.no() != SaleEvent.UNNUMBERED) {
            LoggedNumbers numbers = logged.computeIfAbsent(event.sale().value(), first -> new LoggedNumbers());
            numbers.last = Math.max(numbers.last, event.no());
            if (!read) {
                numbers.firstUnread = Math.min(numbers.firstUnread, event.no());
                return;
            }
            numbers.lastRead = Math.max(numbers.lastRead, event.no());
            if (event instanceof SaleEvent.SaleChanged) {
                numbers.lastReadChange = Math.max(numbers.lastReadChange, event.no());
            }
        }
    }

    /** A parked message that is an event. Of sales that are not on the log, nothing is kept. */
    void parked(SaleEvent event) {
        LoggedNumbers numbers = logged.get(event.sale().value());
        if (numbers != null && event.no() != SaleEvent.UNNUMBERED) {
            numbers.parked.add(new NumberRange(event.no(), event.no()));
        }
    }

    /**
     * Reads the journals of the book, after the log was read; what was read before is forgotten.
     *
     * @param also is shown each entry as well
     * @throws dev.seckill.consumer.store.StoreUnavailableException if the book cannot be read
     */
    void read(OrderBookReader book, Consumer<JournalEntry> also) {
        trails.clear();
        rows.clear();
        // Before the journal, which the rows are never ahead of.
        rowsAreKnown = book.readSales(this::row);
        book.readJournal(entry -> {
            take(entry);
            also.accept(entry);
        });
        ended();
        book.readStrays((sale, orderId) -> trail(sale).stray(orderId));
    }

    /** The next entry of the book; those of a sale come one after the other. */
    void take(JournalEntry entry) {
        JournalTrail trail = trail(entry.sale());
        if (trail != current) {
            ended();
            current = trail;
        }
        trail.take(entry);
    }

    /** After the last entry. */
    void ended() {
        if (current != null) {
            current.end(clock.instant().minus(GRACE));
            current = null;
        }
    }

    /** What the table of sales says of one. */
    void row(SaleRow row) {
        rowsAreKnown = true;
        rows.put(row.sale(), row);
    }

    /** For who has not read the log: what is missing above this number may be on its way. */
    void inFlightFrom(String sale, long no) {
        settledTo.put(sale, no);
    }

    /** Sales of which the tables of sales and orders say something else than the journal. */
    List<String> salesToRebuild() {
        return journals().stream()
                .filter(journal -> journal.row().count() + journal.disagreeing().count() > 0)
                .map(SaleJournal::sale)
                .toList();
    }

    JournalTrail trail(String sale) {
        return trails.computeIfAbsent(sale, first -> new JournalTrail());
    }

    /** Whether the journal should have this event of the log and, as it was read, has not. */
    boolean isMissing(SaleEvent event) {
        JournalTrail trail = trails.get(event.sale().value());
        return event.no() != SaleEvent.UNNUMBERED && (trail == null || trail.lacks(event.no()));
    }

    /** One for each sale that has a journal, in the book or on the log; none if all is of programs without. */
    List<SaleJournal> journals() {
        TreeSet<String> sales = new TreeSet<>(trails.keySet());
        sales.addAll(logged.keySet());
        sales.addAll(rows.keySet());
        return sales.stream().map(this::journal).toList();
    }

    private SaleJournal journal(String sale) {
        JournalTrail trail = trails.getOrDefault(sale, new JournalTrail());
        LoggedNumbers numbers = logged.getOrDefault(sale, new LoggedNumbers());
        List<NumberRange> gaps = new ArrayList<>(trail.missing());
        if (numbers.last > trail.lastNo()) {
            gaps.add(new NumberRange(trail.lastNo() + 1, numbers.last));
        }
        // What the log got after it was read may be in the book in part. A sale that is not on the log has nothing
        // such.
        long settled = settledTo.getOrDefault(sale, numbers.last == 0 ? Long.MAX_VALUE - 1 : numbers.last);
        List<NumberRange> inFlight = Ranges.from(settled + 1, gaps);
        List<NumberRange> due = Ranges.without(gaps, inFlight);
        List<NumberRange> missing = Ranges.without(due, numbers.parked);
        return new SaleJournal(
                sale,
                trail.events(),
                trail.lastNo(),
                trail.givenUp(),
                Ranges.size(due) - Ranges.size(missing),
                Ranges.size(missing) + trail.moreMissing(),
                missing.stream()
                        .limit(RANGES_SHOWN_MAX)
                        .map(NumberRange::toString)
                        .toList(),
                Ranges.size(Ranges.from(numbers.firstUnread, missing)),
                Ranges.size(inFlight),
                trail.units(),
                trail.wrong(),
                trail.revived(),
                trail.rules().outside(),
                trail.rules().overLimit(),
                trail.orders().illegal(),
                row(sale, trail, numbers),
                trail.disagreeing());
    }

    /** A row is written after the events that it tells of, so it may lack those that the group has not read yet. */
    private Finding row(String sale, JournalTrail trail, LoggedNumbers numbers) {
        Finding wrong = new Finding();
        if (!rowsAreKnown) {
            return wrong;
        }
        SaleRow row = rows.getOrDefault(sale, new SaleRow(sale, 0, 0, true));
        if (row.lastNo() > trail.lastNo()) {
            wrong.add("last_no " + row.lastNo() + ", but the journal ends at " + trail.lastNo());
        }
        if (row.lastNo() < numbers.lastRead && !trail.lacks(numbers.lastRead)) {
            wrong.add("last_no " + row.lastNo() + ", but event " + numbers.lastRead + " is there");
        }
        if (row.changedNo() < numbers.lastReadChange && !trail.lacks(numbers.lastReadChange)) {
            wrong.add("changed_no " + row.changedNo() + ", but event " + numbers.lastReadChange + " changed the sale");
        }
        if (!row.agrees()) {
            wrong.add("definition and state are not those of event " + row.changedNo());
        }
        return wrong;
    }
}
