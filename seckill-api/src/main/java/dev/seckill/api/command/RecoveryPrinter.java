package dev.seckill.api.command;

import dev.seckill.api.recover.RecoveryReport;
import dev.seckill.api.recover.RecoveryReport.Backup;
import dev.seckill.api.recover.RecoveryReport.Damaged;
import dev.seckill.api.recover.RecoveryReport.Found;
import dev.seckill.api.recover.RecoveryReport.Rebuilt;
import dev.seckill.api.recover.RecoveryReport.Refused;
import dev.seckill.api.redis.OrderTally;
import dev.seckill.model.ForeignText;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import java.io.PrintStream;
import java.util.Locale;

/** Tells the operator what {@code recover} found and did: what it found as soon as it waits, the rest at its end. */
public final class RecoveryPrinter {

    private final PrintStream out;
    private final String prefix;

    public RecoveryPrinter(PrintStream out) {
        this(out, "");
    }

    /** @param prefix what each line begins with */
    RecoveryPrinter(PrintStream out, String prefix) {
        this.out = out;
        this.prefix = prefix;
    }

    /** The sale is halted, and recover waits. */
    public void halted(Found found) {
        tell(
                "Redis: %s, seq %d. Order log: %s, seq %d.",
                found.left() == null ? "no counter" : "left " + found.left(),
                found.seq(),
                orders(found.logged()),
                found.loggedSeq());
        if (!found.lost().isEmpty()) {
            tell("Redis has lost %s of the sale, by eviction or by hand.", found.lost());
        }
        tell("Halted the sale; waiting until every instance has delivered what it decided.");
    }

    /** Recover is over; what {@link #halted} told is not told again. */
    public void ended(RecoveryReport report) {
        if (report.dropped() != null) {
            tell(report.dropped());
        }
        if (report.damaged().entries() > 0) {
            tell(report.damaged());
        }
        if (report.outcome() instanceof Refused refused) {
            tell("Refused: %s", refused.reason());
        } else if (report.outcome() instanceof Rebuilt rebuilt) {
            tell(rebuilt);
        } else {
            Found found = report.found();
            tell(
                    "Nothing to recover: Redis knows %s of the log (left %d, seq %d).",
                    found.logged() == 1 ? "the 1 order" : "all " + orders(found.logged()), found.left(), found.seq());
        }
    }

    private void tell(Backup dropped) {
        tell(
                "Redis is a backup from before the sale was rebuilt at %s:"
                        + " its outbox (%s) and its keys are dropped.",
                dropped.rebuiltAt(), orders(dropped.orders()));
    }

    private void tell(Damaged damaged) {
        tell(
                "WARNING: %d entries of %s are no orders of this sale and do not count; somebody else wrote them. They"
                        + " stay there; HDEL removes them: %s",
                damaged.entries(), damaged.outbox(), String.join(", ", damaged.first()));
    }

    private void tell(Rebuilt rebuilt) {
        tell(
                "Recovered: allotment %d, %s, %d left, seq %d (%s void), %s. The sale is %s.",
                rebuilt.sale().allotment(),
                orders(rebuilt.sale().orders()),
                rebuilt.sale().left(),
                rebuilt.sale().seq(),
                count(rebuilt.sale().voided(), "number"),
                count(rebuilt.keys(), "key"),
                rebuilt.sale().phase().name().toLowerCase(Locale.ROOT));
        if (rebuilt.tally().orders() > 0
                || rebuilt.tally().odd() > 0
                || rebuilt.tally().forgotten() > 0) {
            tell(rebuilt.tally(), rebuilt.sale().orders());
        }
        if (rebuilt.cut()) {
            tell(
                    "WARNING: the order log has lost its beginning (%s left of it). Every number up to %d counts"
                            + " as sold, and the keys of the lost orders are not known.",
                    orders(rebuilt.logged()), rebuilt.sale().seq());
        }
        if (!rebuilt.sale().journal().takenBack().isEmpty()) {
            tell(
                    "WARNING: the orders of the log had more units than the allotment, so a release was lost whose units"
                            + " were sold again. Held orders gave theirs back, the earliest first: %d (%s ...).",
                    rebuilt.sale().journal().takenBack().size(),
                    rebuilt.sale().journal().takenBack().get(0).id());
        }
        if (rebuilt.sale().oversold() > 0) {
            tell(
                    "WARNING: the orders of the log have %s more than the allotment.",
                    units(rebuilt.sale().oversold()));
        }
        if (!rebuilt.ignored().isEmpty()) {
            tell(
                    "Start every instance with --ignore %s too: it reads the order log at each new connection to Redis, and"
                            + " would halt the sale again.",
                    rebuilt.ignored());
        }
        tell(rebuilt.sale().rules());
    }

    private void tell(OrderTally tally, long orders) {
        tell(
                "Orders: %d held (%s), %d confirmed, %d released (%s went back).",
                tally.held(),
                units(tally.heldUnits()),
                orders - tally.held() - tally.released(),
                tally.released(),
                units(tally.releasedUnits()));
        if (tally.odd() > 0) {
            tell(
                    "WARNING: events of %s contradict each other; they count such that no unit is sold twice: %s",
                    orders(tally.odd()), String.join(", ", tally.firstOdd()));
        }
        if (tally.forgotten() > 0) {
            tell(
                    "WARNING: %d orders are forgotten that Redis remembers: it is older than the order log, which has lost"
                            + " what became of them. Their units stay gone; restock those that are free.",
                    tally.forgotten());
        }
    }

    private void tell(SaleEvent.SaleChanged rules) {
        if (rules == null) {
            tell(
                    "No event in the log lays down opening hours or limits: what somebody set in Redis by hand is as Redis has"
                            + " it now; set it again if that was lost.");
            return;
        }
        SaleDefinition laidDown = rules.definition();
        tell(
                "Rules by event %d: name %s, item %s, opens %s, closes %s, %s to a buyer and %s in an order.",
                rules.no(),
                ForeignText.shown(laidDown.name()),
                ForeignText.shown(laidDown.item()),
                laidDown.opensAt() == null ? "at once" : laidDown.opensAt(),
                laidDown.closesAt() == null ? "by hand" : laidDown.closesAt(),
                laidDown.perBuyer() == 0 ? "any number" : "at most " + laidDown.perBuyer(),
                laidDown.perOrder() == SaleDefinition.UNITS_MAX ? "any number" : "at most " + laidDown.perOrder());
        if (laidDown.picture() != null) {
            tell("Its picture is %s.", laidDown.picture());
        }
        HoldRules holds = laidDown.holds();
        if (holds.remembersOrders()) {
            tell(
                    "An order is %s, and %s.",
                    holds.holds()
                            ? "held for " + holds.holdFor().toSeconds() + " s, or "
                                    + holds.holdMax().toSeconds() + " s at most"
                            : "confirmed at once",
                    holds.cancellable() ? "can be cancelled once it is confirmed" : "final once it is confirmed");
        }
    }

    private static String orders(long count) {
        return count(count, "order");
    }

    private static String units(long count) {
        return count(count, "unit");
    }

    private static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    private void tell(String line, Object... figures) {
        out.println(prefix + String.format(Locale.ROOT, line, figures));
    }
}
