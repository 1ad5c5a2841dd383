package dev.seckill.api.live;

import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The streams of everything. Sales are looked at, and figures read, while somebody watches. Thread-safe. */
public final class OverviewStreams implements AutoCloseable {

    private static final int SEATS_SHARE = 10;
    /** Operators are few, and are who they say they are. */
    private static final long ENDLESS_NANOS = TimeUnit.DAYS.toNanos(1000);

    private final LiveFigures figures;
    private final Decisions decisions;
    private final Function<SaleId, CompletableFuture<Reply>> looks;
    private final BiFunction<SaleId, SaleSeen, Map<String, Object>> facts;
    private final OrderBook book;
    private final Overview overview;
    private final Inquiry<BookFigures> bookAsked;
    private final SaleList list;
    private final StreamClock clock;
    private final Seats seats;
    private final Map<Set<SaleId>, OverviewStream> streams = new HashMap<>();
    private final Map<SaleId, WatchedSale> watched = new HashMap<>();

    /**
     * Nobody watches yet.
     *
     * @param sales all sales that there are; may block
     * @param looks looks at a sale
     * @param facts what JSON is made of for viewers
     * @param book the order book; null: there is none to be read
     */
    public OverviewStreams(
            LiveSettings settings,
            LiveFigures figures,
            Decisions decisions,
            SaleList sales,
            Function<SaleId, CompletableFuture<Reply>> looks,
            BiFunction<SaleId, SaleSeen, Map<String, Object>> facts,
            OrderBook book) {
        this.figures = figures;
        this.decisions = decisions;
        this.list = sales;
        this.looks = looks;
        this.facts = facts;
        this.book = book;
        this.overview = new Overview(figures.instance());
        this.bookAsked = new Inquiry<>("live-book", settings.figuresEvery(), BookFigures.UNKNOWN);
        this.seats = new Seats(Math.max(1, settings.viewersMax() / SEATS_SHARE));
        this.clock = new StreamClock("live", settings, () -> ENDLESS_NANOS, this::look, this::audiences);
    }

    /** Room for viewers, to be taken before one comes. */
    public Seats seats() {
        return seats;
    }

    /**
     * From now on the viewer is told.
     *
     * @param only of these sales; empty: of all
     */
    public void join(Set<SaleId> only, Viewer viewer) {
        viewer.offer(Message.COMMENT); // so that the viewer knows at once that the stream is there
        clock.join(viewer, () -> streams.computeIfAbsent(only, OverviewStream::new).audience);
    }

    private Iterable<Audience> audiences() {
        return streams.values().stream().map(stream -> stream.audience).toList();
    }

    private void look() {
        streams.values().removeIf(stream -> stream.audience.isEmpty());
        if (streams.isEmpty()) {
            watched.clear();
            figures.exchange().watch(null);
            return;
        }
        long now = System.nanoTime();
        boolean isAllWatched = streams.containsKey(Set.<SaleId>of());
        List<SaleId> all = isAllWatched ? list.chosen(now) : List.of();
        Set<SaleId> wanted = new LinkedHashSet<>(all);
        streams.keySet().forEach(wanted::addAll);
        watched.keySet().retainAll(wanted);
        wanted.forEach(sale -> watched.computeIfAbsent(sale, first -> new WatchedSale(first, now)));
        figures.exchange().watch(List.copyOf(wanted));
        if (book != null) {
            bookAsked.ask(() -> BookFigures.of(wanted, book), now);
        }
        watched.values().stream().filter(sale -> sale.beginsLook(now)).toList().forEach(this::look);
        tell(all, now);
    }

    private void look(WatchedSale sale) {
        looks.apply(sale.id)
                .whenCompleteAsync(
                        (reply, failure) -> sale.looked(
                                reply, failure, decisions.view(sale.id).trouble()),
                        clock.thread());
    }

    private void tell(List<SaleId> all, long now) {
        SeenFigures seen = figures.exchange().seen();
        BookFigures read = book == null ? null : bookAsked.newest();
        watched.values().forEach(sale -> {
            if (seen != null && seen.sales().containsKey(sale.id)) {
                sale.counted(seen.sales().get(sale.id), seen.nextExpiry().get(sale.id));
            }
            sale.update(facts, Overview.ofSale(read, sale.id), now);
        });
        InstanceFigures here = figures.here();
        for (OverviewStream stream : streams.values()) {
            boolean isAll = stream.only.isEmpty();
            Collection<WatchedSale> sales = sales(isAll ? all : stream.only);
            if (stream.isReady(sales, !isAll || list.isKnown(), now)) {
                stream.saw(overview.of(here, seen, read, sales, isAll ? list.more() : 0));
            }
        }
    }

    private Collection<WatchedSale> sales(Collection<SaleId> ids) {
        List<WatchedSale> sales = new ArrayList<>();
        ids.forEach(id -> sales.add(watched.get(id)));
        return sales;
    }

    /** Ends all streams. */
    @Override
    public void close() {
        clock.close();
        bookAsked.close();
        list.close();
    }
}
