package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.witness.VerdictPrinter;
import java.util.List;
import java.util.Locale;

/** What the reports of chaos and of attack say in the same way. */
public final class ReportText {

    private ReportText() {}

    /**
     * The witness's figures.
     *
     * @param total null if the witness could not be asked
     * @param told who was told of orders, with its verb
     * @param further lines after these; empty for none
     */
    public static String figures(Reckoning total, String told, String further) {
        if (total == null) {
            return "  The witness could not be asked: nothing is known about what was lost.\n";
        }
        return String.format(
                Locale.ROOT,
                """
                  offered     %,9d   units; %,d of them left
                  told        %,9d   orders that %s told of
                  rows        %,9d   in the order book; %,d of them told to nobody, for want of a reply
                %s%s
                  lost %d, duplicate %d, oversold %d, leaked %d
                """,
                total.offered(),
                total.left(),
                total.told(),
                told,
                total.rows(),
                total.untold(),
                total.journal().line(),
                further,
                total.lost(),
                total.duplicate(),
                total.oversold(),
                total.leaked());
    }

    /** PASS or FAIL, and why. */
    public static String verdict(boolean isPass, List<String> reasons) {
        StringBuilder text = new StringBuilder(VerdictPrinter.banner(isPass));
        if (!isPass) {
            text.append('\n');
        }
        reasons.forEach(reason -> text.append("  - ").append(reason).append('\n'));
        return text.toString();
    }
}
