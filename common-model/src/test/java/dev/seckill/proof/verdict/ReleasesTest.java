package dev.seckill.proof.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.verdict.Violation.Equation;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReleasesTest {

    /** Of no order. */
    private static final long NOBODY = 77;

    @Test
    void honestJournalsGiveBackWhatOrdersHave() {
        Random random = new Random(37);
        for (int round = 0; round < 300; round++) {
            SampleJournal journal = EquationsTest.random(random, 2 + random.nextInt(60));
            Releases releases = of(journal);
            assertThat(releases.violation()).as("%s", journal.leaves()).isEmpty();
            assertThat(releases.doubt()).isEmpty();
            assertThat(releases.orphanUnits()).isZero();
        }
    }

    /** Each of these keeps the equations E1 to E5, and more is sold than was offered. */
    @Test
    void unitsOfNoOrderDoNotComeBack() {
        SampleJournal invented = soldOut().released(NOBODY, 2).accepted(2, "c").closed();
        SampleJournal twice = soldOut()
                .released(2, 1)
                .accepted(1, "c")
                .released(2, 1)
                .accepted(1, "d")
                .closed();
        SampleJournal more = soldOut().released(2, 2).accepted(2, "c").closed();

        assertViolation(
                invented, 4, "it gives back 2 units of no order that has them, as 1 releases do, with 0 numbers");
        assertViolation(twice, 6, "it gives back 1 units of no order");
        assertViolation(more, 4, "it gives back 2 units of an order that has 1");
    }

    private static SampleJournal soldOut() {
        return new SampleJournal().restocked(2).accepted(1, "a").accepted(1, "b");
    }

    private static void assertViolation(SampleJournal journal, long no, String what) {
        Equations equations = new Equations(SampleShop.ORIGIN);
        journal.leaves().forEach(equations::take);
        assertThat(equations.violation()).isEmpty();
        assertThat(of(journal).violation()).hasValueSatisfying(violation -> {
            assertThat(violation.equation()).isEqualTo(Equation.E6);
            assertThat(violation.no()).isEqualTo(no);
            assertThat(violation.what()).startsWith(what);
        });
    }

    /** Two releases could give its units back. */
    @Test
    void anOrderIsAcceptedOnceWhileItHasUnits() {
        SampleJournal journal = soldOut();
        EventLeaf first = journal.leaf(2);
        EventLeaf again = new EventLeaf(
                first.origin(),
                3,
                LeafKind.ACCEPTED,
                first.at(),
                0,
                -1,
                0,
                2,
                first.item(),
                first.holder(),
                first.detail());

        assertThat(of(journal.with(again)).violation())
                .contains(new Violation(Equation.E6, 3, "its order was accepted before, and has its units"));
    }

    /** Redis was lost with the acceptance, while another instance had logged the release: the rebuild takes the units away. */
    @Test
    void theOrderMayHaveBeenGivenUp() {
        SampleJournal lost =
                new SampleJournal().restocked(2).lost(1, 1).drift(-1).released(2, 1);
        Releases rebuilt = of(lost.recovered().restocked(-1).accepted(2, "b"));

        assertThat(rebuilt.violation()).isEmpty();
        assertThat(rebuilt.doubt()).isEmpty();
        assertThat(rebuilt.orphanUnits()).isEqualTo(1);
    }

    /** The first rebuild died before it took the units away; the second one takes a held order back before it does. */
    @Test
    void aSecondRebuildMayTakeTheUnitsAway() {
        SampleJournal lost = new SampleJournal()
                .restocked(3)
                .accepted(1, "held")
                .lost(1, 1)
                .drift(-1)
                .released(NOBODY, 1);

        assertThat(of(lost.recovered().released(2, 1).recovered().restocked(-1)).doubt())
                .isEmpty();
    }

    @Test
    void aNumberThatWasGivenUpIsOneOrderAtMost() {
        SampleJournal journal =
                new SampleJournal().restocked(2).lost(1, 1).released(2, 1).released(NOBODY, 1);

        assertThat(of(journal).violation())
                .hasValueSatisfying(violation -> assertThat(violation.no()).isEqualTo(4));
    }

    /** Otherwise one number that was given up could hide any number of units sold twice. */
    @Test
    void unitsThatNoRebuildTakesOffTheSaleAreDoubted() {
        SampleJournal open =
                new SampleJournal().restocked(2).accepted(2, "a").lost(1, 0).released(NOBODY, 2);
        assertThat(of(open).doubt()).isPresent();

        Optional<String> kept = of(open.recovered().accepted(2, "b").closed()).doubt();

        assertThat(kept)
                .hasValueSatisfying(why -> assertThat(why).startsWith("2 units were given back by orders whose"));
        assertThat(of(soldAndLost().recovered().restocked(-1).accepted(1, "b")).doubt())
                .as("a part is left")
                .isPresent();
        assertThat(of(soldAndLost().recovered().changed().restocked(-2)).doubt())
                .as("too late: they may have been sold, and others put on sale instead")
                .isPresent();
    }

    private static SampleJournal soldAndLost() {
        return new SampleJournal().restocked(2).accepted(2, "a").lost(1, 0).released(NOBODY, 2);
    }

    private static Releases of(SampleJournal journal) {
        Releases releases = new Releases();
        journal.leaves().forEach(leaf -> releases.take(leaf, leaf.no()));
        return releases;
    }
}
