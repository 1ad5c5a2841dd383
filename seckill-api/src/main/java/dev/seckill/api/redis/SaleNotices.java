package dev.seckill.api.redis;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What its operator is told of a sale while it is decided. Each thing is told when it is new, and at most a few times a
 * second. Used by one thread.
 */
final class SaleNotices {

    private static final Logger log = LoggerFactory.getLogger(SaleNotices.class);

    /** Of all sales, because anybody can name some that are not there. */
    private static final SparseLine MISSING = new SparseLine();

    private final SaleId sale;
    private final SparseLine damaged = new SparseLine();
    private final SparseLine unusable = new SparseLine();
    private final SparseLine changedByHand = new SparseLine();
    private String lastTrouble = "";

    SaleNotices(SaleId sale) {
        this.sale = sale;
    }

    /** What the sale remembers of some keys or buyers is no such thing. */
    void tellDamages(List<RuntimeException> damages) {
        for (RuntimeException damage : damages) {
            damaged.say(times -> log.error(
                    "sale - what it remembers of keys or buyers cannot be read; somebody else wrote it (times={},"
                            + " sale={}, reason={})",
                    times,
                    sale,
                    Reason.of(damage)));
        }
    }

    /** The sale as Redis has it cannot be decided upon. */
    void tellUnusable(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            unusable.say(times ->
                    log.error("sale - cannot be decided (times={}, sale={}, reason={})", times, sale, trouble));
            lastTrouble = trouble;
        }
    }

    /** Once, since an event tells of it then. The first units are no change: they are what the sale begins with. */
    void tellChangeByHand(SaleState state) {
        if (state.changedByHand() != 0 && state.lastNo() > 0) {
            changedByHand.say(times -> log.warn(
                    "sale - somebody changed the counter by hand, which counts as offered (times={}, sale={}, units={},"
                            + " left={}, allotment={}, before={})",
                    times,
                    sale,
                    state.changedByHand(),
                    state.left(),
                    state.offered(),
                    state.allotment()));
        }
    }

    /** Each, as there are few of them. */
    void tellChanges(BatchPlan plan) {
        for (OutboxEntry entry : plan.events()) {
            if (entry.event() instanceof SaleEvent.SaleChanged changed) {
                log.info(
                        "sale - {} by an operator (sale={}, by={}, no={}, left={}, opensAt={}, closesAt={}, perBuyer={},"
                                + " perOrder={}, holdFor={}s, holdMax={}s, cancellable={})",
                        changed.change().name().toLowerCase(Locale.ROOT),
                        sale,
                        ForeignText.shown(changed.by()),
                        changed.no(),
                        changed.left(),
                        changed.definition().opensAt(),
                        changed.definition().closesAt(),
                        changed.definition().perBuyer(),
                        changed.definition().perOrder(),
                        changed.definition().holds().holdFor().toSeconds(),
                        changed.definition().holds().holdMax().toSeconds(),
                        changed.definition().holds().cancellable());
            } else if (entry.event() instanceof SaleEvent.Restocked restocked && isByOperator(restocked)) {
                log.info(
                        "sale - restocked by an operator (sale={}, by={}, no={}, units={}, left={}, allotment={})",
                        sale,
                        ForeignText.shown(restocked.by()),
                        restocked.no(),
                        restocked.units(),
                        restocked.left(),
                        entry.offer().allotment());
            }
        }
    }

    private static boolean isByOperator(SaleEvent.Restocked restocked) {
        return !restocked.by().equals(SaleEvent.Restocked.BY_HAND)
                && !restocked.by().equals(SaleEvent.Restocked.BY_STOCK);
    }

    /** Once, until there is a counter, and once more if the sale is halted meanwhile. */
    void tellMissing(SaleState state) {
        String trouble = state.left() == null ? whyMissing(state.phase()) : "";
        if (!trouble.isEmpty() && !trouble.equals(lastTrouble)) {
            MISSING.say(times -> log.warn("sale - {} (times={}, sale={})", trouble, times, sale));
        }
        lastTrouble = trouble;
    }

    private static String whyMissing(SaleState.Phase phase) {
        return phase == SaleState.Phase.HALTED
                ? "halted, there is no counter: run recover; if it refuses, give it --allotment, or SET the counter first"
                : "not loaded, there is no counter: SET it, PUT the sale, or start with --stock";
    }
}
