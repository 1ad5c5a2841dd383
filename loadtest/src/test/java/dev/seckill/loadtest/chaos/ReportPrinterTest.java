package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.proof.ProofVerdict;
import dev.seckill.loadtest.witness.JournalVerdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPrinterTest {

    private static final Plan.Round KILL = new Plan.Round(1, Fault.API_KILL, 100, 300, 400, 0);
    private static final JournalVerdict JOURNAL = new JournalVerdict(true, 12, 0, 90, List.of());
    private static final Reckoning FINE = new Reckoning(100, 90, 9, 10, 1, 0, 0, 0, 0, JOURNAL, List.of());

    private static final ProofVerdict PROVEN = new ProofVerdict(9, 9, 0, null, List.of());

    @Test
    void tellsFaultsRepliesAndTotals() {
        ChaosReport report = new ChaosReport(7, 2, List.of(survived(KILL, 1_500), survived(KILL, 2_600)));

        String text = ReportPrinter.print(report);

        assertThat(report.isPass()).isTrue();
        assertThat(text).containsPattern("api-kill +2 +18 +0 +0 +0 +6 +0 +2\\.6 s +survived");
        assertThat(text).contains("#   PASS   #");
        assertThat(text).containsPattern("sale +offered +left +told +rows +untold +lost +duplicate +oversold +leaked");
        assertThat(text).containsPattern("counter +100 +90 +9 +10 +1 +0 +0 +0 +0\n");
        assertThat(text).containsPattern("autumn +100 +90 +9 +10 +1 +0 +0 +0 +0\n");
        assertThat(text).containsPattern("autumn +journal +12   events, replays to 90 left: adds up\n");
    }

    @Test
    void tellsHowLongTheSaleStoodAndWhetherThatIsShortEnough() {
        Plan.Round kafka = new Plan.Round(2, Fault.KAFKA_KILL, 100, 300, 400, 0);
        RoundResult slowBroker = new RoundResult(
                kafka, Map.of(), 0, 9_000L, new Standstill(9_000, 400, 6_500, 900), sales(FINE), Map.of(), null);

        String text = ReportPrinter.print(
                new ChaosReport(7, 3, List.of(survived(KILL, 2_600), survived(KILL, 6_100), slowBroker)));

        assertThat(text).contains("from the fault to the next decided purchase");
        assertThat(text).containsPattern("api-kill +6\\.1 s +0\\.3 s +0\\.0 s +5\\.8 s +0\\.9 s +≤ 6 s +MISSED");
        assertThat(text).containsPattern("kafka-kill +9\\.0 s +0\\.4 s +6\\.5 s +2\\.1 s +0\\.9 s +≤ 8 s +met");
    }

    @Test
    void failsWithTheReasonsOfTheRound() {
        Reckoning bad = new Reckoning(100, 90, 10, 9, 0, 1, 0, 0, 1, JOURNAL, List.of("lost: one"));
        RoundResult failed = new RoundResult(KILL, Map.of(), 0, null, null, sales(bad), Map.of(), null);

        String text = ReportPrinter.print(new ChaosReport(7, 1, List.of(failed)));

        assertThat(text).contains("never  FAILED", "#   FAIL   #");
        assertThat(text).containsPattern("counter +100 +90 +10 +9 +0 +1 +0 +0 +1\n");
        assertThat(text).contains("- round 1, api-kill: sale counter: lost: one");
    }

    @Test
    void failsWithAReceiptOfARoundThatIsBroken() {
        ProofVerdict broken = new ProofVerdict(9, 8, 0, null, List.of("BROKEN-1: something else is there"));

        ChaosReport report =
                new ChaosReport(7, 1, List.of(survived(KILL, 1).with(Map.of("counter", broken, "autumn", PROVEN))));

        assertThat(report.isPass()).isFalse();
        assertThat(ReportPrinter.print(report))
                .contains("FAILED", "- round 1, api-kill: receipts of sale counter: BROKEN-1: something else is there");
    }

    @Test
    void tellsWhatAllReceiptsProve() {
        ChaosReport report = new ChaosReport(7, 1, List.of(survived(KILL, 1))).with(Map.of("counter", PROVEN));

        assertThat(report.isPass()).isTrue();
        assertThat(ReportPrinter.print(report)).containsPattern("counter +certificate: none, 9 of 9 receipts proven");
    }

    @Test
    void tellsLiesAndFailsIfOneCameOutOtherwise() {
        LieResult shown = new LieResult("book-swaps-rows", List.of("11 of 12 PROVEN"), List.of());
        ChaosReport report = new ChaosReport(7, 1, List.of(survived(KILL, 1)));

        assertThat(report.with(List.of(shown)).isPass()).isTrue();
        assertThat(ReportPrinter.print(report.with(List.of(shown))))
                .contains("  book-swaps-rows\n    11 of 12 PROVEN\n");
        assertThat(ReportPrinter.print(report.with(List.of(shown.with("the receipt of event 5 is PROVEN")))))
                .contains("#   FAIL   #", "- book-swaps-rows: the receipt of event 5 is PROVEN");
    }

    @Test
    void failsWhenNotEveryRoundWasPlayed() {
        assertThat(new ChaosReport(7, 2, List.of(survived(KILL, 1))).isPass()).isFalse();
    }

    @Test
    void claimsNothingWhenTheWitnessCouldNotBeAsked() {
        RoundResult blind = new RoundResult(KILL, Map.of(), 0, null, null, List.of(), Map.of(), "no redis");

        String text = ReportPrinter.print(new ChaosReport(7, 1, List.of(blind)));

        assertThat(text).contains("#   FAIL   #", "could not be asked", "- round 1, api-kill: no redis");
        assertThat(text).doesNotContain("offered");
    }

    @Test
    void saysWhenTheFiguresAreThoseOfAnEarlierRound() {
        RoundResult blind = new RoundResult(KILL, Map.of(), 0, null, null, List.of(), Map.of(), "no redis");

        String text = ReportPrinter.print(new ChaosReport(7, 2, List.of(survived(KILL, 1), blind)));

        assertThat(text).contains("The last round could not be judged", "#   FAIL   #");
    }

    /** The same of two sales, of which only the first may be bad. */
    private static List<SaleReckoning> sales(Reckoning first) {
        return List.of(new SaleReckoning("counter", first), new SaleReckoning("autumn", FINE));
    }

    private static RoundResult survived(Plan.Round round, long healedMillis) {
        Map<ReplyKind, Long> replies = Map.of(ReplyKind.ACCEPTED, 9L, ReplyKind.REFUSED, 3L);
        return new RoundResult(
                round,
                replies,
                0,
                healedMillis,
                new Standstill(healedMillis, 300, 0, 900),
                sales(FINE),
                Map.of(),
                null);
    }
}
