package dev.seckill.consumer.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What an audit found. It passes if every order of the log is in the book or parked, exactly once and as it was logged.
 *
 * @param doubts what is to be looked at before any figure
 * @param messages messages of the log
 * @param logged orders in them, each counted once
 * @param repeated messages that bring an order again, which is normal
 * @param rows rows of the book, after the repair if there was one
 * @param unread those of the missing orders that the consumer group has not read yet
 * @param undecodable messages that are no orders
 * @param journals the journals of the sales that have one
 * @param trees what was signed of the sales, if that was asked for
 * @param repaired missing orders and other events that were stored by this run
 * @param cutLog whether the log has lost its beginning, so that rows without a message are normal
 * @param gapsAllowed whether gaps do not count
 * @param nothing whether one sale was asked for and nothing is known of it, which proves nothing of any sale
 */
public record AuditReport(
        List<String> doubts,
        long messages,
        long logged,
        long repeated,
        long rows,
        Finding missing,
        long unread,
        Finding duplicate,
        Finding differing,
        Finding unlogged,
        Finding parked,
        Undecodable undecodable,
        List<Sale> sales,
        List<SaleJournal> journals,
        List<TreeCheck> trees,
        long repaired,
        boolean cutLog,
        boolean gapsAllowed,
        boolean nothing) {

    private static final int GAPS_SHOWN_MAX = 20;

    /** Messages that are no orders: all, those of them that are parked, and those not read yet. */
    record Undecodable(long count, long parked, long unread) {

        /** Those that the consumer passed without parking them. */
        long lost() {
            return Math.max(0, count - parked - unread);
        }
    }

    /** What the reading of log and book told beside the orders. */
    record Facts(
            boolean topicIsThere,
            boolean bookIsThere,
            long messages,
            long repaired,
            boolean cutLog,
            Undecodable undecodable) {}

    /**
     * One sale.
     *
     * @param orders orders in log or book, each counted once
     * @param units units of them
     * @param released those of the units that went back to the sale
     * @param allotment units offered, as far as the log tells or as given
     * @param notFallen units that the log counts as offered only because the counter did not fall, so not in the allotment;
     *     0 if the allotment is given
     * @param oversold units above the allotment
     * @param clashes orders that share their seq with another
     * @param gaps seqs that no order has
     * @param firstGaps the first of them, as {@code 7} or {@code 9-12}
     */
    record Sale(
            String name,
            long orders,
            long units,
            long released,
            long allotment,
            long notFallen,
            long oversold,
            long clashes,
            long gaps,
            List<String> firstGaps) {}

    static AuditReport of(AuditSettings settings, Ledger ledger, Facts facts, List<SaleJournal> journals) {
        List<Sale> sales = new ArrayList<>();
        ledger.sales().forEach((name, tally) -> {
            long allotment = settings.allotment() == null ? tally.allotment() : settings.allotment();
            sales.add(new Sale(
                    name,
                    tally.orders(),
                    tally.units(),
                    tally.released(),
                    allotment,
                    settings.allotment() == null ? tally.notFallen() : 0,
                    isUnknown(allotment, tally, settings)
                            ? 0
                            : Math.max(0, tally.units() - tally.released() - allotment),
                    tally.clashes(),
                    tally.gaps(),
                    tally.firstGaps(GAPS_SHOWN_MAX)));
        });
        return new AuditReport(
                Doubts.of(settings, ledger, facts, journals),
                facts.messages(),
                ledger.loggedOrders(),
                ledger.repeated(),
                ledger.rows(),
                ledger.missing(),
                ledger.unread(),
                ledger.duplicates(),
                ledger.differing(),
                ledger.unlogged(),
                ledger.parked(),
                facts.undecodable(),
                List.copyOf(sales),
                List.copyOf(journals),
                List.of(),
                facts.repaired(),
                facts.cutLog(),
                settings.gapsAllowed(),
                settings.sale() != null && sales.isEmpty() && journals.isEmpty());
    }

    /** No message of the sale is left in the log, so nothing tells what was offered. */
    private static boolean isUnknown(long allotment, SaleTally tally, AuditSettings settings) {
        return allotment == 0 && tally.notFallen() == 0 && settings.allotment() == null;
    }

    /** The same with what was signed. */
    public AuditReport with(List<TreeCheck> signed) {
        return new AuditReport(
                doubts,
                messages,
                logged,
                repeated,
                rows,
                missing,
                unread,
                duplicate,
                differing,
                unlogged,
                parked,
                undecodable,
                sales,
                journals,
                List.copyOf(signed),
                repaired,
                cutLog,
                gapsAllowed,
                nothing);
    }

    /** The report as a table for people. */
    public String asTable() {
        return AuditTable.of(this);
    }

    /** The report as a JSON object for programs. */
    public String asJson() {
        return AuditJson.of(this);
    }

    /** Whether log and book agree. */
    public boolean passes() {
        return !nothing
                && missing.count() == 0
                && duplicate.count() == 0
                && differing.count() == 0
                && (cutLog || unlogged.count() == 0)
                && undecodable.lost() == 0
                && sales.stream().allMatch(this::passes)
                && journals.stream().allMatch(journal -> journal.passes(gapsAllowed))
                && trees.stream().allMatch(TreeCheck::passes);
    }

    boolean passes(Sale sale) {
        return sale.oversold() == 0 && sale.clashes() == 0 && (gapsAllowed || sale.gaps() == 0);
    }
}
