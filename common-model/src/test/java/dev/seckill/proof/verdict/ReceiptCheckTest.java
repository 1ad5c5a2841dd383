package dev.seckill.proof.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import dev.seckill.proof.text.Tampered;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.tree.Hash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReceiptCheckTest {

    private static final SampleJournal JOURNAL = SampleJournal.whole();

    /** Of the order that is tried: event 2, of Zoë. */
    private static final long NO = 2;

    private static final Instant DUE = JOURNAL.leaf(NO).at().plus(SampleShop.CERTIFIED_WITHIN);

    private final Trust trust = new Trust(SampleShop.ROOT.key(), List.of(SampleShop.COSIGNER.key()));

    @Test
    void aReceiptAloneIsAPromise() {
        Verdict verdict = verdict(JOURNAL.promise(NO), Evidence.NONE);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PROMISED);
        assertThat(verdict.evidence()).isEqualTo("the order is due in a signed tree at " + DUE);
        assertThat(verdict.leaf()).isEqualTo(JOURNAL.leaf(NO));
        assertThat(verdict.root()).isEqualTo(SampleShop.ROOT.key());
        assertThat(verdict.cosigners()).isEmpty();
    }

    @Test
    void aPromiseThatIsOverdueByThisClockAloneIsNotBroken() {
        Verdict verdict = new ReceiptCheck(trust, Clock.fixed(DUE.plusMillis(1), ZoneOffset.UTC))
                .verdict(JOURNAL.promise(NO).bytes(), Evidence.NONE);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PROMISED);
        assertThat(verdict.evidence()).contains("over by this clock");
    }

    @Test
    void aProofInTheFileOrBesideItProvesTheOrder() {
        ReceiptFile promise = JOURNAL.promise(NO);
        TlogProof proof = JOURNAL.proof(NO, JOURNAL.checkpoint(DUE));

        Verdict inside = verdict(proven(promise, proof), Evidence.NONE);
        assertThat(inside.toString())
                .isEqualTo("PROVEN: the order is event 2 of shop.example/proofs/counter/20261122T101500Z");
        assertThat(inside.cosigners()).containsExactly("cosigner.example");
        assertThat(verdict(promise, Evidence.NONE.with(proof)).outcome()).isEqualTo(Outcome.PROVEN);
        assertThat(verdict(promise, Evidence.NONE.with(withoutLeaf(proof))).outcome())
                .isEqualTo(Outcome.PROVEN);
    }

    @Test
    void everyOrderOfTheSaleIsProven() {
        Note certificate = certificate(JOURNAL, Certificate.State.FINAL);
        for (EventLeaf leaf : JOURNAL.leaves()) {
            if (leaf.seq() != EventLeaf.NO_SEQ) {
                ReceiptFile file = JOURNAL.promise(leaf.no())
                        .with(JOURNAL.proof(leaf.no(), JOURNAL.checkpoint()).toString(), certificate.toString());
                assertThat(verdict(file, Evidence.NONE).outcome()).isEqualTo(Outcome.PROVEN);
            }
        }
    }

    @Test
    void withoutAPinnedKeyTheFileSpeaksForItself() {
        ReceiptFile file = proven(JOURNAL.promise(NO), JOURNAL.proof(NO, JOURNAL.checkpoint()));
        ReceiptCheck check = new ReceiptCheck(new Trust(null, List.of()), Clock.systemUTC());

        assertThat(check.verdict(file.bytes(), Evidence.NONE).outcome()).isEqualTo(Outcome.PROVEN);
        assertThat(new ReceiptCheck(new Trust(SampleShop.LOG.key(), List.of()), Clock.systemUTC())
                        .verdict(file.bytes(), Evidence.NONE)
                        .outcome())
                .isEqualTo(Outcome.NOT_A_RECEIPT);
    }

    @Test
    void anotherOrderAtMyNumberBreaksTheWord() {
        SampleJournal swapped = JOURNAL.with(of(JOURNAL.leaf(NO), Hash.OF_NO_LEAF));

        Verdict verdict = verdict(JOURNAL.promise(NO), Evidence.NONE.with(swapped.proof(NO, swapped.checkpoint())));

        assertThat(verdict.toString())
                .isEqualTo("BROKEN-1: the receipt promises event 2, but the signed tree of 10 events has"
                        + " something else in its place");
    }

    @Test
    void aVoidAtMyNumberBreaksTheWord() {
        SampleJournal voided = JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, NO));

        assertThat(verdict(JOURNAL.promise(NO), Evidence.NONE.with(voided.proof(NO, voided.checkpoint())))
                        .outcome())
                .isEqualTo(Outcome.BROKEN_1);
    }

    @Test
    void aFinalCertificateThatEndsBeforeMyNumberBreaksTheWord() {
        SampleJournal without = new SampleJournal().restocked(3).closed();

        assertThat(verdict(
                                JOURNAL.promise(3),
                                Evidence.NONE.withCertificate(certificate(without, Certificate.State.FINAL)))
                        .toString())
                .isEqualTo("BROKEN-2: the receipt promises event 3, but the final certificate ends with event 2");
        assertThat(verdict(
                                JOURNAL.promise(3),
                                Evidence.NONE.withCertificate(certificate(without, Certificate.State.INTERIM)))
                        .outcome())
                .isEqualTo(Outcome.PROMISED);
    }

    @Test
    void aCosignerThatSawTooSmallATreeTooLateBreaksTheWord() {
        SampleJournal small = JOURNAL.cut(1);
        ReceiptFile promise = JOURNAL.promise(NO);
        Instant after = Instant.ofEpochSecond(DUE.getEpochSecond() + 1);
        Instant before = Instant.ofEpochSecond(DUE.getEpochSecond());

        assertThat(verdict(promise, Evidence.NONE.with(small.checkpoint(after))).toString())
                .startsWith(
                        "BROKEN-3: event 2 was due at " + DUE + ", but cosigner.example saw a tree of 1 events at ");
        assertThat(verdict(promise, Evidence.NONE.with(small.checkpoint(after))).toString())
                .endsWith(", by its clock and as far as it had been shown; a proof of the order refutes this");
        assertThat(verdict(
                                promise,
                                Evidence.NONE
                                        .with(small.checkpoint(after))
                                        .with(JOURNAL.proof(NO, JOURNAL.checkpoint())))
                        .outcome())
                .as("by a cosigner that had been cut off")
                .isEqualTo(Outcome.PROVEN);
        assertThat(verdict(promise, Evidence.NONE.with(small.checkpoint(before)))
                        .outcome())
                .isEqualTo(Outcome.PROMISED);
        assertThat(verdict(promise, Evidence.NONE.with(JOURNAL.checkpoint(after)))
                        .outcome())
                .isEqualTo(Outcome.PROMISED);
        assertThat(new ReceiptCheck(new Trust(null, List.of()), clock())
                        .verdict(promise.bytes(), Evidence.NONE.with(small.checkpoint(after)))
                        .outcome())
                .as("by a cosigner whom nobody knows")
                .isEqualTo(Outcome.PROMISED);
    }

    @Test
    void twoRootsOfOneSizeAreTwoHistories() {
        SampleJournal other = JOURNAL.with(of(JOURNAL.leaf(3), Hash.OF_NO_LEAF));
        ReceiptFile file = proven(JOURNAL.promise(NO), JOURNAL.proof(NO, JOURNAL.checkpoint()));

        assertThat(verdict(file, Evidence.NONE.with(other.checkpoint())).outcome())
                .isEqualTo(Outcome.BROKEN_4);
        assertThat(verdict(file, Evidence.NONE.withCertificate(certificate(other, Certificate.State.INTERIM)))
                        .outcome())
                .isEqualTo(Outcome.BROKEN_4);
    }

    @Test
    void oneNumberForTwoOrdersBreaksTheWord() {
        SampleJournal other = JOURNAL.with(of(JOURNAL.leaf(NO), Hash.OF_NO_LEAF));
        ReceiptFile file = proven(JOURNAL.promise(NO), JOURNAL.proof(NO, JOURNAL.checkpoint()));

        assertThat(verdict(file, Evidence.NONE.with(other.receipt(NO))).outcome())
                .isEqualTo(Outcome.BROKEN_5);
        assertThat(verdict(file, Evidence.NONE.with(JOURNAL.receipt(NO))).outcome())
                .isEqualTo(Outcome.PROVEN);
    }

    @Test
    void aCertificateThatDoesNotAddUpBreaksTheWord() {
        Figures sold = new Figures(3, 4, 0, 0, 0, 0, DUE, DUE);
        Note note = new Certificate(SampleShop.ORIGIN, Certificate.State.FINAL, DUE, 10, JOURNAL.root(), sold)
                .signed(SampleShop.LOG);

        assertThat(verdict(JOURNAL.promise(NO), Evidence.NONE.withCertificate(note))
                        .outcome())
                .isEqualTo(Outcome.BROKEN_6);
    }

    @Test
    void theReleaseOfMyOrderIsToldToMeAlone() {
        TlogProof release = JOURNAL.proof(4, JOURNAL.checkpoint());
        ReceiptFile mine = proven(JOURNAL.promise(3), JOURNAL.proof(3, JOURNAL.checkpoint()));
        ReceiptFile zoes = proven(JOURNAL.promise(NO), JOURNAL.proof(NO, JOURNAL.checkpoint()));

        assertThat(verdict(mine, Evidence.NONE.with(release)).toString())
                .isEqualTo("RELEASED: the order is event 3, and event 4 gave its units back");
        assertThatThrownBy(() -> verdict(zoes, Evidence.NONE.with(release))).isInstanceOf(BadTextException.class);
    }

    /** It names no buyer, as not every release does. */
    @Test
    void aReleaseMayNotSayWhoseOrderItWas() {
        SampleJournal journal = new SampleJournal().restocked(1).accepted(1, "Zoë");
        EventLeaf named = journal.released(2, 1).leaf(3);
        EventLeaf unnamed =
                of(named, SampleShop.BLIND.salt(SampleJournal.orderId(2)).holder(SampleJournal.orderId(2), null));
        SampleJournal without = journal.with(unnamed);

        for (SampleJournal each : List.of(journal, without)) {
            ReceiptFile file = proven(each.promise(2), each.proof(2, each.checkpoint()));
            assertThat(verdict(file, Evidence.NONE.with(each.proof(3, each.checkpoint())))
                            .outcome())
                    .isEqualTo(Outcome.RELEASED);
        }
    }

    @Test
    void whatIsOfSomebodyElseIsNotAReceipt() {
        ReceiptFile zoe = JOURNAL.promise(NO);
        ReceiptFile nobody = JOURNAL.promise(3);
        for (ReceiptFile bad : List.of(
                JOURNAL.file(NO, SampleShop.STRANGER),
                JOURNAL.file(NO, SampleShop.LOG),
                new ReceiptFile(zoe.receipt(), zoe.orderId(), "Zoe", zoe.salt(), zoe.keys(), null, null),
                new ReceiptFile(zoe.receipt(), nobody.orderId(), "Zoë", zoe.salt(), zoe.keys(), null, null),
                new ReceiptFile(nobody.receipt(), zoe.orderId(), "Zoë", zoe.salt(), zoe.keys(), null, null),
                zoe.with(JOURNAL.proof(3, JOURNAL.checkpoint()).toString(), null),
                zoe.with(withoutLeaf(JOURNAL.proof(NO, JOURNAL.checkpoint())).toString(), null),
                zoe.with(null, SampleShop.KEYS.signed(SampleShop.ROOT).toString()))) {
            Verdict verdict = verdict(bad, Evidence.NONE);
            assertThat(verdict.outcome()).as(verdict.evidence()).isEqualTo(Outcome.NOT_A_RECEIPT);
            assertThat(verdict.leaf()).isNull();
        }
        assertThat(new ReceiptCheck(trust, clock())
                        .verdict(new byte[0], Evidence.NONE)
                        .outcome())
                .isEqualTo(Outcome.NOT_A_RECEIPT);
    }

    @Test
    void evidenceOfAnythingElseIsRefused() {
        ReceiptFile file = JOURNAL.promise(NO);
        SampleJournal swapped = JOURNAL.with(of(JOURNAL.leaf(NO), Hash.OF_NO_LEAF));
        TlogProof good = JOURNAL.proof(NO, JOURNAL.checkpoint());
        TlogProof ofAnotherLeaf = new TlogProof(JOURNAL.leaf(3).bytes(), good.index(), good.path(), good.checkpoint());
        Checkpoint elsewhere = Checkpoint.of(
                "another.example/log", 1, JOURNAL.root(), SampleShop.signer("another.example/log", KeyType.ED25519, 2));
        Checkpoint byNobody = Checkpoint.of(
                SampleShop.ORIGIN.toString(),
                10,
                swapped.root(),
                SampleShop.signer(SampleShop.ORIGIN.toString(), KeyType.ED25519, 9));
        for (Evidence bad : List.of(
                Evidence.NONE.with(ofAnotherLeaf),
                Evidence.NONE.with(elsewhere),
                Evidence.NONE.with(byNobody),
                Evidence.NONE.with(swapped.proof(NO, byNobody)),
                Evidence.NONE.with(JOURNAL.proof(7, JOURNAL.checkpoint())),
                Evidence.NONE.with(JOURNAL.receipt(3)),
                Evidence.NONE.withKeys(SampleShop.KEYS.signed(SampleShop.LOG)),
                Evidence.NONE.withCertificate(Note.of(JOURNAL.leaf(NO).text(), SampleShop.LOG)))) {
            assertThatThrownBy(() -> verdict(file, bad)).isInstanceOf(BadTextException.class);
        }
    }

    /** A shop that leaves out a key later has signed with it all the same; and new keys sign new checkpoints. */
    @Test
    void aLaterListOfKeysAddsAndTakesNothingBack() {
        NoteSigner newLog = SampleShop.signer(Role.LOG.keyName(SampleShop.BASE), KeyType.ED25519, 7);
        NoteSigner newLogOfSale = SampleShop.signer(SampleShop.ORIGIN.toString(), KeyType.ED25519, 7);
        ShopKeys later = new ShopKeys(
                SampleShop.BASE,
                2,
                DUE,
                SampleShop.ROOT.key(),
                Duration.ofDays(1),
                List.of(new Listed(Role.LOG, newLog.key(), SampleShop.BIRTH, null)));
        Checkpoint checkpoint = Checkpoint.of(SampleShop.ORIGIN.toString(), 10, JOURNAL.root(), newLogOfSale);
        Evidence evidence = Evidence.NONE.with(JOURNAL.proof(NO, checkpoint));

        assertThatThrownBy(() -> verdict(JOURNAL.promise(NO), evidence)).isInstanceOf(BadTextException.class);
        assertThat(verdict(JOURNAL.promise(NO), evidence.withKeys(later.signed(SampleShop.ROOT)))
                        .outcome())
                .isEqualTo(Outcome.PROVEN);
    }

    /** Each byte in three ways, lines dropped, doubled and swapped, and what editors do: no change goes unnoticed. */
    @Test
    void noChangeOfAFileGoesUnnoticed() {
        TlogProof proof = JOURNAL.proof(NO, JOURNAL.checkpoint(DUE));
        ReceiptFile file = JOURNAL.promise(NO)
                .with(
                        proof.toString(),
                        certificate(JOURNAL, Certificate.State.FINAL).toString());
        ReceiptCheck check = new ReceiptCheck(trust, clock());
        assertThat(check.verdict(file.bytes(), Evidence.NONE).outcome()).isEqualTo(Outcome.PROVEN);
        List<String> unnoticed = new ArrayList<>();
        Map<String, byte[]> corpus = Tampered.of(file.bytes());
        for (Map.Entry<String, byte[]> tampered : corpus.entrySet()) {
            Verdict verdict = check.verdict(tampered.getValue(), Evidence.NONE);
            // Who does not know a name under a checkpoint passes it over; but then it vouches for nothing any more.
            if (verdict.outcome() != Outcome.NOT_A_RECEIPT
                    && verdict.cosigners().contains("cosigner.example")) {
                unnoticed.add(tampered.getKey() + ": " + verdict);
            }
        }
        assertThat(corpus.size()).isGreaterThan(6_000);
        assertThat(unnoticed).isEmpty();
    }

    @Test
    void checkpointsOfOneHistoryFollowFromEachOther() {
        SampleJournal older = JOURNAL.cut(4);
        SampleJournal forged = older.with(of(JOURNAL.leaf(3), Hash.OF_NO_LEAF));

        assertThat(Histories.contradiction(older.checkpoint(), JOURNAL.checkpoint(), JOURNAL.tree()))
                .isEmpty();
        assertThat(Histories.contradiction(forged.checkpoint(), JOURNAL.checkpoint(), JOURNAL.tree()))
                .hasValueSatisfying(why -> assertThat(why).contains("as the tree of 10 events has it"));
        assertThat(Histories.contradiction(older.checkpoint(), forged.checkpoint()))
                .isPresent();
        assertThat(Histories.contradiction(older.checkpoint(), JOURNAL.checkpoint()))
                .isEmpty();
        assertThatThrownBy(() -> Histories.contradiction(
                        older.checkpoint(),
                        JOURNAL.checkpoint(),
                        JOURNAL.with(of(JOURNAL.leaf(8), Hash.OF_NO_LEAF)).tree()))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> Histories.contradiction(JOURNAL.checkpoint(), older.checkpoint(), older.tree()))
                .isInstanceOf(BadTextException.class);
    }

    private static TlogProof withoutLeaf(TlogProof proof) {
        return new TlogProof(null, proof.index(), proof.path(), proof.checkpoint());
    }

    private static EventLeaf of(EventLeaf leaf, Hash holder) {
        return new EventLeaf(
                leaf.origin(),
                leaf.no(),
                leaf.kind(),
                leaf.at(),
                leaf.epoch(),
                leaf.units(),
                leaf.left(),
                leaf.seq(),
                leaf.item(),
                holder,
                leaf.detail());
    }

    private static ReceiptFile proven(ReceiptFile promise, TlogProof proof) {
        return promise.with(proof.toString(), null);
    }

    private static Note certificate(SampleJournal journal, Certificate.State state) {
        Equations equations = new Equations(SampleShop.ORIGIN);
        journal.leaves().forEach(equations::take);
        return new Certificate(SampleShop.ORIGIN, state, DUE, equations.size(), journal.root(), equations.figures())
                .signed(SampleShop.LOG);
    }

    private Verdict verdict(ReceiptFile file, Evidence evidence) {
        return new ReceiptCheck(trust, clock()).verdict(file.bytes(), evidence);
    }

    private static Clock clock() {
        return Clock.fixed(DUE, ZoneOffset.UTC);
    }
}
