package dev.seckill.api.live;

import dev.seckill.api.decide.Reply;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** A sale as those see it who watch everything. Used by one thread. */
final class WatchedSale {

    private static final String UNDECIDED = "The sale could not be looked at.";

    final SaleId id;

    private final SaleRates rates = new SaleRates();
    private final LookPace pace;
    private SaleSeen seen;
    private String trouble;
    private boolean isLooked;
    /** Null while they are not known: what was counted before is no rate. */
    private SaleFigures figures;

    private Instant nextExpiry;
    private Map<String, Object> told = Map.of();

    WatchedSale(SaleId id, long now) {
        this.id = id;
        this.pace = new LookPace(now);
    }

    /** Whether a look is to be begun. */
    boolean beginsLook(long now) {
        return pace.begins(now);
    }

    /**
     * The look was taken, or failed.
     *
     * @param view why nothing can be sold, as a sentence, or null
     */
    void looked(Reply reply, Throwable failure, String view) {
        pace.ended();
        isLooked = true;
        if (failure != null) {
            trouble = UNDECIDED;
        } else if (reply.decision().outcome() == Outcome.SEEN) {
            seen = reply.decision().seen();
            pace.saw(seen, System.nanoTime());
            trouble = view;
        } else {
            trouble = reply.decision().detail();
        }
    }

    /** Whether it was looked at, so that one can tell of it. */
    boolean isLooked() {
        return isLooked;
    }

    /**
     * What all instances have counted.
     *
     * @param expiry when its next held order expires; null: none is held
     */
    void counted(SaleFigures all, Instant expiry) {
        figures = all;
        nextExpiry = expiry;
    }

    /**
     * Puts together what is known by now.
     *
     * @param facts of the sale as it was seen
     * @param book what the order book has of it; null: nothing
     */
    void update(BiFunction<SaleId, SaleSeen, Map<String, Object>> facts, Object book, long now) {
        Map<String, Object> sale = new LinkedHashMap<>();
        if (seen == null) {
            sale.put("sale", id.value());
        } else {
            sale.putAll(facts.apply(id, seen));
        }
        SaleSeen.Progress progress = seen == null ? SaleSeen.Progress.NONE : seen.progress();
        sale.put("trouble", trouble);
        sale.put("accepted", progress.accepted());
        sale.put("no", progress.no());
        sale.put("outbox", progress.outbox());
        sale.put("heldOrders", progress.heldOrders());
        sale.put("nextExpiry", nextExpiry == null ? null : nextExpiry.toString());
        SaleFigures counted = figures == null ? SaleFigures.NONE : figures;
        sale.putAll(FigureFacts.of(counted));
        sale.put("perSecond", FigureFacts.named(figures == null ? Map.of() : rates.of(figures, now)));
        sale.put("latency", FigureFacts.latency(counted.recent()));
        sale.put("book", book);
        if (Changes.differ(told, sale)) {
            pace.news(now);
        }
        told = sale;
    }

    /** What JSON is made of, as it was put together last. */
    Map<String, Object> told() {
        return told;
    }
}
