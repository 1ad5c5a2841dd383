package dev.seckill.proof.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.verdict.Violation.Equation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EquationsTest {

    private static final SampleJournal WHOLE = SampleJournal.whole();

    @Test
    void aSoundJournalKeepsThemAll() {
        Equations equations = of(WHOLE.leaves());

        assertThat(equations.violation()).isEmpty();
        assertThat(equations.figures())
                .isEqualTo(new Figures(
                        3, 4, 2, 1, 2, 1, WHOLE.leaf(1).at(), WHOLE.leaf(10).at()));
        assertThat(equations.violation(certificate(WHOLE.leaves(), Certificate.State.FINAL)))
                .isEmpty();
        assertThat(Equations.violationIn(certificate(WHOLE.leaves(), Certificate.State.FINAL)))
                .isEmpty();
    }

    @Test
    void randomJournalsKeepThemAll() {
        Random random = new Random(19);
        for (int round = 0; round < 300; round++) {
            List<EventLeaf> leaves = random(random, 2 + random.nextInt(40)).leaves();
            assertThat(of(leaves).violation(certificate(leaves, Certificate.State.FINAL)))
                    .as("%s", leaves)
                    .isEmpty();
        }
    }

    /** One change to one leaf, or to their order: the certificate of the journal as it was finds it. */
    @Test
    void everySingleViolationOfRandomJournalsIsFound() {
        Random random = new Random(23);
        for (int round = 0; round < 100; round++) {
            List<EventLeaf> leaves = random(random, 2 + random.nextInt(20)).leaves();
            Certificate certificate = certificate(leaves, Certificate.State.FINAL);
            for (List<EventLeaf> changed : changes(leaves)) {
                assertThat(of(changed).violation(certificate))
                        .as("%s instead of %s", changed, leaves)
                        .isPresent();
            }
        }
    }

    private static List<List<EventLeaf>> changes(List<EventLeaf> leaves) {
        List<List<EventLeaf>> all = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            List<EventLeaf> dropped = new ArrayList<>(leaves);
            dropped.remove(i);
            all.add(dropped);
            List<EventLeaf> doubled = new ArrayList<>(leaves);
            doubled.add(i, leaves.get(i));
            all.add(doubled);
            if (i > 0) {
                List<EventLeaf> swapped = new ArrayList<>(leaves);
                Collections.swap(swapped, i, i - 1);
                all.add(swapped);
            }
            EventLeaf leaf = leaves.get(i);
            if (leaf.isVoid()) {
                continue;
            }
            all.add(with(leaves, changed(leaf, leaf.no() + 1, leaf.units(), leaf.left(), leaf.seq())));
            // Behind a number that was given up, nobody knows what was left before.
            boolean isFree = i > 0 && leaves.get(i - 1).isVoid() && leaf.kind() != LeafKind.RECOVERED;
            if (!isFree) {
                all.add(with(leaves, changed(leaf, leaf.no(), leaf.units(), leaf.left() + 1, leaf.seq())));
                all.add(with(leaves, changed(leaf, leaf.no(), leaf.units(), leaf.left() - 1, leaf.seq())));
            }
            if (leaf.units() != 0) {
                all.add(with(leaves, changed(leaf, leaf.no(), 2 * leaf.units(), leaf.left(), leaf.seq())));
            }
            if (leaf.kind() == LeafKind.ACCEPTED) {
                all.add(with(leaves, changed(leaf, leaf.no(), leaf.units(), leaf.left(), leaf.seq() + 100)));
                all.add(with(leaves, EventLeaf.ofVoid(SampleShop.ORIGIN, leaf.no())));
            }
            all.add(with(
                    leaves,
                    new EventLeaf(
                            new Origin(SampleShop.BASE, "other", SampleShop.BIRTH),
                            leaf.no(),
                            leaf.kind(),
                            leaf.at(),
                            leaf.epoch(),
                            leaf.units(),
                            leaf.left(),
                            leaf.seq(),
                            leaf.item(),
                            leaf.holder(),
                            leaf.detail())));
        }
        return all;
    }

    private static List<EventLeaf> with(List<EventLeaf> leaves, EventLeaf other) {
        List<EventLeaf> changed = new ArrayList<>(leaves);
        changed.set(indexOf(leaves, other), other);
        return changed;
    }

    /** Its number may be the very thing that was changed. */
    private static int indexOf(List<EventLeaf> leaves, EventLeaf other) {
        for (EventLeaf leaf : leaves) {
            if (other.at() != null && other.at().equals(leaf.at())) {
                return (int) leaf.index();
            }
        }
        return (int) other.index();
    }

    private static EventLeaf changed(EventLeaf leaf, long no, long units, long left, long seq) {
        return new EventLeaf(
                leaf.origin(),
                no,
                leaf.kind(),
                leaf.at(),
                leaf.epoch(),
                units,
                left,
                seq,
                leaf.item(),
                leaf.holder(),
                leaf.detail());
    }

    /** Orders, releases, restocks, changes and rebuilds with losses as they come, closed in the end. */
    static SampleJournal random(Random random, int events) {
        SampleJournal journal = new SampleJournal().restocked(5 + random.nextInt(20));
        Map<Long, Long> sold = new HashMap<>();
        while (journal.leaves().size() < events) {
            long left = journal.leaf(journal.leaves().size()).left();
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    if (left > 0) {
                        long quantity = 1 + random.nextInt((int) Math.min(3, left));
                        sold.put(journal.leaves().size() + 1L, quantity);
                        journal.accepted(quantity, "buyer");
                    }
                }
                case 2 -> {
                    if (!sold.isEmpty()) {
                        long order = sold.keySet().iterator().next();
                        journal.released(order, sold.remove(order));
                    }
                }
                case 3 -> journal.restocked(1 + random.nextInt(3));
                case 4 -> journal.changed();
                default -> {
                    int lost = 1 + random.nextInt(3);
                    journal.lost(lost, random.nextInt(lost + 1));
                    if (random.nextBoolean() && left > 1) {
                        // One of the lost numbers was an order of a unit; what comes next was decided upon that.
                        journal.drift(-1).changed();
                    }
                    journal.recovered();
                }
            }
        }
        return journal.closed();
    }

    @Test
    void whatIsSoldBeyondTheLastUnitIsFoundAtOnce() {
        List<EventLeaf> leaves = new SampleJournal()
                .restocked(1)
                .accepted(1, "a")
                .accepted(1, "b")
                .leaves();

        assertThat(of(leaves).violation()).contains(new Violation(Equation.E2, 3, "left -1"));
    }

    /** A row of the book was altered so that more was left. */
    @Test
    void whatIsLeftMustFollow() {
        List<EventLeaf> leaves =
                new SampleJournal().restocked(1).accepted(1, "a").leaves();

        assertThat(of(with(leaves, changed(leaves.get(1), 2, -1, 1, 1))).violation())
                .contains(new Violation(Equation.E1, 2, "left 1, but 1 before it and -1 units make 0"));
    }

    /** Otherwise a lost release could cover any number of units sold. */
    @Test
    void aRebuildCountsAllUnitsAnew() {
        SampleJournal journal =
                new SampleJournal().restocked(2).lost(1, 0).drift(10).accepted(9, "a");
        assertThat(of(journal.leaves()).violation()).isEmpty();

        List<EventLeaf> hidden = new ArrayList<>(journal.drift(0).changed().leaves());
        EventLeaf last = hidden.get(hidden.size() - 1);
        hidden.add(new EventLeaf(
                SampleShop.ORIGIN,
                hidden.size() + 1L,
                LeafKind.RECOVERED,
                last.at(),
                1,
                0,
                last.left(),
                EventLeaf.NO_SEQ,
                null,
                null,
                null));
        assertThat(of(hidden).violation())
                .contains(new Violation(Equation.E1, 5, "left 3, but all units up to it make -7"));
        assertThat(of(journal.recovered().leaves()).violation()).contains(new Violation(Equation.E2, 5, "left -7"));
    }

    @Test
    void anOrderMayBeMissingOnlyWhereANumberIs() {
        SampleJournal sound = new SampleJournal()
                .restocked(9)
                .accepted(1, "a")
                .lost(1, 1)
                .recovered()
                .accepted(1, "b");
        SampleJournal unsound = new SampleJournal()
                .restocked(9)
                .accepted(1, "a")
                .lost(1, 2)
                .recovered()
                .accepted(1, "b");

        assertThat(of(sound.leaves()).violation()).isEmpty();
        assertThat(of(unsound.leaves()).violation())
                .contains(new Violation(Equation.E3, 5, "order 4 behind order 1, with 1 numbers given up"));
    }

    @Test
    void anOlderProgramHadOrdersBeforeTheJournal() {
        SampleJournal older =
                new SampleJournal().recovered().restocked(9).lost(0, 40).accepted(1, "a");

        assertThat(of(older.leaves()).violation()).isEmpty();
        assertThat(of(older.lost(0, 1).accepted(1, "b").leaves()).violation())
                .map(Violation::equation)
                .contains(Equation.E3);
    }

    @Test
    void aLeafThatIsNoEventIsOneThatFails() {
        Equations equations = new Equations(SampleShop.ORIGIN);
        equations.take(WHOLE.leaf(1).bytes());
        equations.take(new byte[] {1});

        assertThat(equations.violation())
                .hasValueSatisfying(violation ->
                        assertThat(violation.toString()).startsWith("E3 fails at event 2: it is no event: "));
        assertThat(equations.size()).isEqualTo(2);
    }

    @Test
    void unitsPastAllBoundsAreFound() {
        EventLeaf most = changed(WHOLE.leaf(1), 1, Long.MAX_VALUE, Long.MAX_VALUE, 0);

        assertThat(of(List.of(most, changed(most, 2, 1, 0, 0))).violation())
                .contains(new Violation(Equation.E1, 2, "units are more than can be counted"));
    }

    @Test
    void aFinalCertificateIsOfASaleThatIsOver() {
        List<EventLeaf> open = WHOLE.cut(9).leaves();
        List<EventLeaf> goesOn = SampleJournal.whole().accepted(1, "late").leaves();
        List<EventLeaf> unknown = SampleJournal.whole().lost(1, 0).leaves();

        assertThat(equation(open)).isEqualTo(Equation.E5);
        assertThat(equation(goesOn)).isEqualTo(Equation.E5);
        assertThat(equation(unknown)).isEqualTo(Equation.E5);
        assertThat(of(open).violation(certificate(open, Certificate.State.INTERIM)))
                .isEmpty();
        assertThat(of(unknown).violation(certificate(unknown, Certificate.State.INTERIM)))
                .isEmpty();
        List<EventLeaf> settled = SampleJournal.whole().confirmed(2).leaves();
        assertThat(of(settled).violation(certificate(settled, Certificate.State.FINAL)))
                .isEmpty();
    }

    private static Equation equation(List<EventLeaf> leaves) {
        return of(leaves)
                .violation(certificate(leaves, Certificate.State.FINAL))
                .orElseThrow()
                .equation();
    }

    @Test
    void aCertificateMustSayWhatItsLeavesSay() {
        Equations equations = of(WHOLE.leaves());
        Certificate sound = certificate(WHOLE.leaves(), Certificate.State.FINAL);
        Figures is = sound.figures();
        for (Figures wrong : List.of(
                new Figures(4, 4, 2, 1, 2, 1, is.first(), is.last()),
                new Figures(3, 5, 2, 1, 2, 1, is.first(), is.last()),
                new Figures(3, 4, 1, 1, 2, 1, is.first(), is.last()),
                new Figures(3, 4, 2, 2, 2, 1, is.first(), is.last()),
                new Figures(3, 4, 2, 1, 1, 1, is.first(), is.last()),
                new Figures(3, 4, 2, 1, 2, 0, is.first(), is.last()),
                new Figures(3, 4, 2, 1, 2, 1, is.last(), is.last()),
                new Figures(3, 4, 2, 1, 2, 1, is.first(), is.first()))) {
            Certificate certificate = certificate(sound, sound.size(), wrong);
            assertThat(equations.violation(certificate))
                    .map(Violation::equation)
                    .contains(Equation.E4);
            boolean showsItself = wrong.allotment() != wrong.left() + wrong.accepted() - wrong.released();
            assertThat(Equations.violationIn(certificate).isPresent()).isEqualTo(showsItself);
        }
        assertThat(equations.violation(certificate(sound, 9, is)))
                .map(Violation::equation)
                .contains(Equation.E4);
    }

    @Test
    void aCertificateWithoutVoidsReleasesNoMoreThanWasAccepted() {
        Certificate sound = certificate(WHOLE.leaves(), Certificate.State.INTERIM);
        Figures is = sound.figures();

        assertThat(Equations.violationIn(certificate(sound, 10, new Figures(3, 2, 2, 0, 0, 3, is.first(), is.last()))))
                .isEmpty();
        assertThat(Equations.violationIn(certificate(sound, 10, new Figures(3, 2, 3, 0, 0, 4, is.first(), is.last()))))
                .contains(new Violation(Equation.E6, 10, "3 released, but 2 accepted"));
        assertThat(Equations.violationIn(certificate(sound, 10, new Figures(3, 2, 3, 0, 1, 4, is.first(), is.last()))))
                .as("an acceptance may have been given up")
                .isEmpty();
    }

    private static Certificate certificate(Certificate like, long size, Figures figures) {
        return new Certificate(like.origin(), like.state(), like.made(), size, like.root(), figures);
    }

    private static Certificate certificate(List<EventLeaf> leaves, Certificate.State state) {
        return new Certificate(
                SampleShop.ORIGIN,
                state,
                SampleShop.BIRTH,
                leaves.size(),
                Hash.OF_NO_LEAF,
                of(leaves).figures());
    }

    private static Equations of(List<EventLeaf> leaves) {
        Equations equations = new Equations(SampleShop.ORIGIN);
        leaves.forEach(equations::take);
        return equations;
    }
}
