package dev.seckill.consumer.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A report as a table for people. */
final class AuditTable {

    private static final int EXAMPLES_MAX = 3;
    /** Of more sales than that, only those are shown that do not pass. */
    private static final int SALES_MAX = 20;

    private final StringBuilder text = new StringBuilder();

    private AuditTable() {}

    static String of(AuditReport report) {
        AuditTable table = new AuditTable();
        table.write(report);
        return table.text.toString();
    }

    private void write(AuditReport report) {
        for (String doubt : report.doubts()) {
            text.append("look first: ").append(doubt).append(System.lineSeparator());
        }
        line("messages on the log", report.messages(), report.cutLog() ? "the log has lost its beginning" : "");
        line("orders in them", report.logged(), report.repeated() + " messages repeat one");
        line(
                "rows in the book",
                report.rows(),
                report.repaired() == 0 ? "" : report.repaired() + " stored by this run");
        line("missing", report.missing(), report.unread() == 0 ? "" : report.unread() + " not read by the group yet");
        line("duplicate", report.duplicate(), "");
        line("differing", report.differing(), "");
        line("not on the log", report.unlogged(), report.cutLog() ? "normal, the log has lost its beginning" : "");
        line("parked orders", report.parked(), "");
        AuditReport.Undecodable undecodable = report.undecodable();
        line(
                "no orders",
                undecodable.count(),
                undecodable.count() == 0
                        ? ""
                        : undecodable.parked() + " parked, " + undecodable.unread() + " not read yet, "
                                + undecodable.lost() + " neither");
        writeSales(report);
        if (report.journals().isEmpty()) {
            line("journal", 0, "no journal: all orders are of programs that kept none");
        }
        writeJournals(report);
        writeTrees(report);
        text.append(report.passes() ? "PASS" : "FAIL").append(System.lineSeparator());
    }

    private void writeSales(AuditReport report) {
        List<AuditReport.Sale> shown = shown(report.sales(), report::passes);
        for (AuditReport.Sale sale : shown) {
            text.append("sale ").append(sale.name()).append(System.lineSeparator());
            line("  orders", sale.orders(), unitsOf(sale));
            line("  allotment", sale.allotment(), remarkOn(sale));
            line("  oversold", sale.oversold(), "");
            line("  seq clashes", sale.clashes(), "");
            line("  gaps in seq", sale.gaps(), shortened(sale.firstGaps(), sale.gaps()));
        }
        rest("sales not shown", report.sales(), shown, report::passes);
    }

    private void writeJournals(AuditReport report) {
        Predicate<SaleJournal> passes = journal -> journal.passes(report.gapsAllowed());
        List<SaleJournal> shown = shown(report.journals(), passes);
        for (SaleJournal journal : shown) {
            text.append("journal of sale ").append(journal.sale()).append(System.lineSeparator());
            line("  events", journal.events(), "the last is " + journal.lastNo());
            line("  given up", journal.givenUp(), "");
            line("  parked", journal.parked(), "");
            line("  in flight", journal.inFlight(), "");
            line("  missing", journal.missing(), remarkOn(journal));
            writeUnits(journal.units());
            line("  left is wrong", journal.wrong(), "");
            line("  back from given up", journal.revived(), "");
            line("  outside the hours", journal.outside(), "");
            line("  over a limit", journal.overLimit(), "");
            line("  illegal steps", journal.illegal(), "");
            line("  sale differs", journal.row(), "");
            line("  orders differ", journal.disagreeing(), "");
        }
        rest("journals not shown", report.journals(), shown, passes);
    }

    private void writeTrees(AuditReport report) {
        List<TreeCheck> shown = shown(report.trees(), TreeCheck::passes);
        for (TreeCheck tree : shown) {
            text.append("tree of sale ").append(tree.sale()).append(System.lineSeparator());
            line("  signed trees", tree.trees(), tree.origin());
            line("  signed events", tree.size(), tree.unsigned() == 0 ? "" : tree.unsigned() + " behind them are not");
            line("  book differs", tree.passes() ? 0 : 1, tree.passes() ? "" : tree.problem());
        }
        rest("trees not shown", report.trees(), shown, TreeCheck::passes);
    }

    /** Of a sale whose orders are sold at once, the orders say it all. */
    private void writeUnits(JournalUnits units) {
        if (!units.haveALife()) {
            return;
        }
        line("  left", units.left(), "of " + units(units.allotment()));
        line("  held", units.held(), units.overdue() == 0 ? "" : orders(units.overdue()) + " past the time");
        line("  confirmed", units.confirmed(), "");
        line("  released", units.released(), units.late() == 0 ? "" : orders(units.late()) + " paid late");
    }

    private static String unitsOf(AuditReport.Sale sale) {
        String units = sale.units() == sale.orders() ? "" : "of " + units(sale.units());
        if (sale.released() == 0) {
            return units;
        }
        return (units.isEmpty() ? "" : units + ", ") + units(sale.released()) + " went back";
    }

    private static String orders(long count) {
        return count + (count == 1 ? " order" : " orders");
    }

    private static String units(long count) {
        return count + (count == 1 ? " unit" : " units");
    }

    /** All of a few; of many the first that do not pass. */
    private static <T> List<T> shown(List<T> all, Predicate<T> passes) {
        return all.size() <= SALES_MAX
                ? all
                : all.stream().filter(passes.negate()).limit(SALES_MAX).toList();
    }

    private <T> void rest(String name, List<T> all, List<T> shown, Predicate<T> passes) {
        if (shown.size() < all.size()) {
            long failing = all.stream().filter(passes.negate()).count() - shown.size();
            line(name, all.size() - shown.size(), failing == 0 ? "all of them pass" : failing + " do not pass");
        }
    }

    private static String remarkOn(SaleJournal journal) {
        String unread = journal.unread() == 0 ? "" : "up to " + journal.unread() + " not read by the group yet; ";
        return unread + shortened(journal.firstMissing(), journal.missing());
    }

    private static String remarkOn(AuditReport.Sale sale) {
        if (sale.notFallen() > 0) {
            return String.format(
                    Locale.ROOT,
                    "%,d more by a counter that did not fall, or was set by hand to what it was: then give --allotment",
                    sale.notFallen());
        }
        return sale.allotment() == 0 ? "unknown" : "";
    }

    private void line(String name, Finding finding, String remark) {
        List<String> notes = new ArrayList<>();
        if (!remark.isEmpty()) {
            notes.add(remark);
        }
        if (finding.count() > 0) {
            notes.add(shortened(finding.examples(), finding.count()));
        }
        line(name, finding.count(), String.join("; ", notes));
    }

    private void line(String name, long count, String remark) {
        text.append(String.format(Locale.ROOT, "%-20s %,12d  %s", name, count, remark)
                        .stripTrailing())
                .append(System.lineSeparator());
    }

    private static String shortened(List<String> examples, long count) {
        String shown = String.join(", ", examples.subList(0, Math.min(EXAMPLES_MAX, examples.size())));
        return examples.size() > EXAMPLES_MAX || count > examples.size() && !examples.isEmpty() ? shown + ", …" : shown;
    }
}
