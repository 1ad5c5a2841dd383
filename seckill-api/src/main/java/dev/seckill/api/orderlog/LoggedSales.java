package dev.seckill.api.orderlog;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The sales that the order log tells of, all of them or those that were asked for, read together: the log is read once for
 * all, and what is kept of them shares one part of the heap. Not thread-safe.
 */
public final class LoggedSales {

    /** What of the heap the numbers of orders and of what changes them may take. The rest is for what is being read and written. */
    static final int HEAP_SHARE = 4;

    /** The same of the numbers of the journals, which need a bit each. */
    private static final int JOURNAL_HEAP_SHARE = 32;

    /** Heap that a sale takes beside its numbers. */
    private static final int SALE_BYTES = 2048;

    /** The log is read so often; each time takes a recover that gave something up meanwhile. */
    static final int ROUNDS_MAX = 10;

    private final OrderLogReader reader;
    private final OddMessages odd = new OddMessages();
    private final Map<SaleId, LoggedSale> sales = new LinkedHashMap<>();
    private final Set<LogPosition> ignored;
    private final long heapBytes;
    private final HeapShare ofOrders;
    private final HeapShare ofJournals;
    private final HeapShare ofOthers;
    private boolean everyOne;

    /**
     * Reads nothing yet, and follows no sale.
     *
     * @param heapBytes heap of this process; a quarter of it is for the numbers of orders
     */
    LoggedSales(KafkaSettings settings, long heapBytes) {
        this.reader = new OrderLogReader(settings);
        this.ignored = settings.ignored();
        this.heapBytes = heapBytes;
        this.ofOrders = new HeapShare(heapBytes / HEAP_SHARE);
        this.ofJournals = new HeapShare(heapBytes / JOURNAL_HEAP_SHARE);
        this.ofOthers = new HeapShare(heapBytes / JOURNAL_HEAP_SHARE);
    }

    /** Those of every sale that the log tells of. */
    public static LoggedSales ofAll(KafkaSettings settings, long heapBytes) {
        LoggedSales all = new LoggedSales(settings, heapBytes);
        all.everyOne = true;
        return all;
    }

    /** One of them; followed from now on if it was not yet, so before the first reading. */
    public LoggedSale sale(SaleId id) {
        LoggedSale known = sales.get(id);
        return known == null ? follow(new LoggedSale(id, this)) : known;
    }

    LoggedSale follow(LoggedSale sale) {
        if (!ofOrders.has(SALE_BYTES)) {
            throw new TooManyOrdersException("a heap of " + LoggedSale.megabytes(heapBytes)
                    + " is too small for what is to be known of more than " + sales.size()
                    + " sales, unless somebody made up many; now at " + sale.id());
        }
        ofOrders.take(SALE_BYTES);
        sales.put(sale.id(), sale);
        return sale;
    }

    OrderNumbers orderNumbers() {
        return new OrderNumbers(ofOrders);
    }

    LoggedJournal journal() {
        return new LoggedJournal(ofJournals, ofOthers, ofOrders);
    }

    /** The sales that are followed, those first of which the log told first. */
    public List<SaleId> ids() {
        return List.copyOf(sales.keySet());
    }

    /**
     * Reads what the log got since the last call. Only where a late message stands before the event that gave its number up,
     * all of the log is read once more, for those sales.
     *
     * @throws OrderLogUnavailableException if the log's end is not reached within the read wait, or it goes on being written
     * @throws TooManyOrdersException if the heap is too small
     */
    public void readOn() {
        reader.readOn(message -> odd.read(message, this::take));
        odd.tellRest();
        int rounds = 0;
        for (Set<SaleId> outdated = outdated(); !outdated.isEmpty(); outdated = outdated()) {
            if (++rounds > ROUNDS_MAX) {
                throw new OrderLogUnavailableException(
                        "order log - sales are rebuilt again and again while it is read: " + outdated, null);
            }
            Set<SaleId> anew = outdated;
            anew.forEach(id -> sales.get(id).forget());
            readAgain(logged -> {
                if (anew.contains(logged.event().sale())) {
                    take(logged);
                }
            });
        }
    }

    private Set<SaleId> outdated() {
        return sales.values().stream()
                .filter(LoggedSale::isOutdated)
                .map(LoggedSale::id)
                .collect(Collectors.toSet());
    }

    private void take(LoggedEvent logged) {
        SaleId id = logged.event().sale();
        LoggedSale sale = everyOne ? sale(id) : sales.get(id);
        if (sale != null) {
            sale.add(logged);
        }
    }

    /**
     * Reads the log once more from its beginning.
     *
     * @param sinks get what {@link LoggedSale#beginAgain} says, each of its sale
     */
    public void readAgain(Map<SaleId, Consumer<OutboxEntry>> sinks) {
        readAgain(logged -> {
            SaleId id = logged.event().sale();
            if (sinks.containsKey(id)) {
                sales.get(id).pass(logged, sinks.get(id));
            }
        });
    }

    void readAgain(Consumer<LoggedEvent> sink) {
        reader.readAgain(message -> OddMessages.readAgain(message, sink));
    }

    /** What is not read, comma after comma, as the setting has it; empty for nothing. */
    String ignored() {
        return ignored.stream().map(LogPosition::toString).sorted().collect(Collectors.joining(","));
    }

    /** Whether the log has lost its beginning. */
    boolean isCut() {
        return reader.isCut();
    }

    /** Messages that the log held when it was last read. */
    long held() {
        return reader.held();
    }

    long heapBytes() {
        return heapBytes;
    }
}
