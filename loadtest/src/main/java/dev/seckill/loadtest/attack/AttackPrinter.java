package dev.seckill.loadtest.attack;

import static java.util.stream.Collectors.joining;

import dev.seckill.loadtest.chaos.ReplyKind;
import dev.seckill.loadtest.chaos.ReportText;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes a report for a person at a terminal. */
final class AttackPrinter {

    /** How much longer than undisturbed a buyer may wait; a target, no part of the verdict. */
    private static final double RATIO_MAX = 3;

    /** Resident memory of the API, as the bench has it; likewise. */
    private static final double API_MB_MAX = 350;

    private static final String ROW = "  %-12s%8s%8s%8s%6s%9s%8s%6s  %-7s%8s  %-7s%9s  %s%n";

    private AttackPrinter() {}

    /** The table of assaults, what became of their requests, the witness's figures and the verdict. */
    static String print(AttackReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%nAttacks (seed %d, %d of %d made); p99 is that of buyers beside, in ms,%nfirst undisturbed and then meanwhile, of those with a connection and of newcomers%n%n",
                report.seed(),
                report.assaults().size(),
                report.planned()));
        text.append(row(
                "attack",
                "took",
                "calm",
                "p99",
                "×",
                "new calm",
                "p99",
                "×",
                "≤ 3 ×",
                "API MB",
                "≤ 350",
                "cons. MB",
                "verdict"));
        report.assaults().forEach(result -> text.append(row(result)));
        text.append('\n');
        report.assaults().stream()
                .filter(result -> !result.outcomes().isEmpty())
                .forEach(result -> text.append(String.format(
                        Locale.ROOT, "  %-12s%s%n", result.assault().word(), counts(result.outcomes()))));
        text.append("\n  buyers      ").append(ReplyKind.list(report.replies())).append('\n');
        text.append('\n')
                .append(ReportText.figures(report.reckoning(), "somebody was", ""))
                .append('\n');
        text.append(ReportText.verdict(report.isPass(), report.reasons()));
        return text.toString();
    }

    /** While the API is restarted nobody can buy, so there is no target for the ratio. */
    private static String row(AssaultResult result) {
        BuyerTimes calm = result.calm();
        BuyerTimes times = result.times();
        BuyerTimes ratio = times.over(calm);
        return row(
                result.assault().word(),
                String.format(Locale.ROOT, "%.1f s", result.tookMillis() / 1000.0),
                number(calm.regularP99Millis()),
                number(times.regularP99Millis()),
                number(ratio.regularP99Millis()),
                number(calm.newcomerP99Millis()),
                number(times.newcomerP99Millis()),
                number(ratio.newcomerP99Millis()),
                result.assault() == Assault.RESTART ? "" : target(ratio.larger(), RATIO_MAX),
                number(result.apiMemoryMb()),
                target(result.apiMemoryMb(), API_MB_MAX),
                number(result.consumerMemoryMb()),
                result.isPass() ? "withstood" : "FAILED");
    }

    private static String target(double value, double max) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value <= max ? "met" : "MISSED";
    }

    private static String counts(Map<String, Long> outcomes) {
        return new TreeMap<>(outcomes)
                .entrySet().stream()
                        .map(each -> String.format(Locale.ROOT, "%,d × %s", each.getValue(), each.getKey()))
                        .collect(joining(", "));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }
}
