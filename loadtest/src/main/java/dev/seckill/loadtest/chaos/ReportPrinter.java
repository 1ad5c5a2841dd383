package dev.seckill.loadtest.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes a report for a person at a terminal. */
final class ReportPrinter {

    private static final String ROW = "  %-20s%6s%10s%9s%10s%10s%9s%10s%9s  %s%n";

    private static final String SALE_ROW = "  %-14s%12s%12s%10s%10s%8s%8s%11s%10s%8s%n";

    private ReportPrinter() {}

    /** The table of faults, the totals and the verdict; ends with a line break. */
    static String print(ChaosReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "\nFaults injected and survived (seed %d, %d of %d rounds)\n\n",
                report.seed(),
                report.rounds().size(),
                report.planned()));
        text.append(row(
                "fault",
                "times",
                "accepted",
                "pending",
                "replayed",
                "sold out",
                "refused",
                "no reply",
                "healed",
                "verdict"));
        Arrays.stream(Fault.values()).forEach(fault -> appendIfStruck(text, fault, report));
        text.append('\n');
        String standstills = StandstillTable.print(report.rounds());
        if (!standstills.isEmpty()) {
            text.append(standstills).append('\n');
        }
        text.append(totals(report)).append('\n');
        report.receipts()
                .forEach((sale, verdict) ->
                        text.append(String.format(Locale.ROOT, "  %-14s  %s%n", sale, verdict.line())));
        report.lies().forEach(lie -> text.append(lies(lie)));
        if (!report.total().isEmpty() && !report.isJudgedToTheEnd()) {
            text.append("  The last round could not be judged; these figures are those of the round before.\n\n");
        }
        text.append(ReportText.verdict(report.isPass(), report.reasons()));
        return text.toString();
    }

    private static void appendIfStruck(StringBuilder text, Fault fault, ChaosReport report) {
        List<RoundResult> rounds = report.rounds().stream()
                .filter(result -> result.round().fault() == fault)
                .toList();
        if (rounds.isEmpty()) {
            return;
        }
        List<Object> cells = new ArrayList<>(List.of(fault.word(), rounds.size()));
        for (ReplyKind kind : List.of(
                ReplyKind.ACCEPTED,
                ReplyKind.PENDING,
                ReplyKind.REPLAYED,
                ReplyKind.SOLD_OUT,
                ReplyKind.REFUSED,
                ReplyKind.NO_REPLY)) {
            cells.add(rounds.stream().mapToLong(result -> result.count(kind)).sum());
        }
        cells.add(healed(rounds));
        cells.add(rounds.stream().allMatch(RoundResult::isPass) ? "survived" : "FAILED");
        text.append(row(cells.toArray()));
    }

    /** The longest, if all healed. */
    private static String healed(List<RoundResult> rounds) {
        if (rounds.stream().map(RoundResult::healedMillis).anyMatch(Objects::isNull)) {
            return "never";
        }
        long longest =
                rounds.stream().mapToLong(RoundResult::healedMillis).max().orElseThrow();
        return String.format(Locale.ROOT, "%.1f s", longest / 1000.0);
    }

    private static String totals(ChaosReport report) {
        if (report.total().isEmpty()) {
            return ReportText.figures(null, "", "");
        }
        long unanswered =
                report.rounds().stream().mapToLong(RoundResult::unanswered).sum();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                SALE_ROW,
                "sale",
                "offered",
                "left",
                "told",
                "rows",
                "untold",
                "lost",
                "duplicate",
                "oversold",
                "leaked"));
        report.total().forEach(sale -> text.append(saleRow(sale.sale(), sale.reckoning())));
        text.append('\n');
        report.total()
                .forEach(sale -> text.append(String.format(
                        Locale.ROOT,
                        "  %-14s%s",
                        sale.sale(),
                        sale.reckoning().journal().line())));
        return text.append(String.format(
                        Locale.ROOT,
                        "  unanswered  %,9d   purchases without a clear reply to any of their requests\n",
                        unanswered))
                .toString();
    }

    private static String lies(LieResult lie) {
        return String.format(Locale.ROOT, "\n  %s%s\n", lie.lie(), lie.isPass() ? "" : "  FAILED")
                + lie.found().stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private static String saleRow(String sale, Reckoning reckoning) {
        return String.format(
                Locale.ROOT,
                SALE_ROW,
                sale,
                count(reckoning.offered()),
                count(reckoning.left()),
                count(reckoning.told()),
                count(reckoning.rows()),
                count(reckoning.untold()),
                count(reckoning.lost()),
                count(reckoning.duplicate()),
                count(reckoning.oversold()),
                count(reckoning.leaked()));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }
}
