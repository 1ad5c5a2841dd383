package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleFiles;
import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.tree.Hash;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyTest {

    private static final SampleJournal JOURNAL = SampleJournal.whole();
    /** Of Zoë's order. */
    private static final long NO = 2;

    private static final SampleJournal SWAPPED = JOURNAL.with(heldBySomebodyElse(JOURNAL.leaf(NO)));

    @TempDir
    private Path directory;

    private VerifierProcess.Run verify(ReceiptFile receipt, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                file("my.receipt.json", receipt.bytes()),
                "--key",
                SampleShop.ROOT.key().toString()));
        arguments.addAll(List.of(more));
        return Asked.run(arguments.toArray(String[]::new));
    }

    private String file(String name, byte[] content) {
        return SampleFiles.write(directory, name, content).toString();
    }

    private String file(String name, Object content) {
        return file(name, content.toString().getBytes(UTF_8));
    }

    private String sale(SampleJournal journal, State state) {
        Path sale = directory.resolve("sale");
        SampleFiles.write(sale, journal, state);
        return sale.toString();
    }

    @Test
    void aProofBesideTheReceiptProvesIt() {
        String proof = file("proof", JOURNAL.proof(NO, JOURNAL.checkpoint(after())));
        String certificate = file("certificate", SampleFiles.certificate(JOURNAL, State.FINAL));

        VerifierProcess.Run run = verify(
                JOURNAL.promise(NO),
                "--proof",
                proof,
                "--certificate",
                certificate,
                "--cosigner",
                SampleShop.COSIGNER.key().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("""
                PROVEN: the order is event 2 of shop.example/proofs/counter/20261122T101500Z
                  accepted: 2026-11-22T10:15:01.001Z, order 1 of the sale
                  units: 1 of car
                  root key: %s
                  seen by: cosigner.example
                """.replace("%s", SampleShop.ROOT.key().toString()));
    }

    @Test
    void severalReceiptsComeToTheWorstOfThem() {
        String proven = with("a", JOURNAL.proof(NO, JOURNAL.checkpoint()).toString());
        String broken = with("b", SWAPPED.proof(NO, SWAPPED.checkpoint()).toString());

        assertThat(Asked.run("verify", proven, proven).exitCode()).isZero();
        VerifierProcess.Run run = Asked.run("verify", proven, broken);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains(proven + "\nPROVEN: ").contains(broken + "\nBROKEN-1: ");
    }

    @Test
    void oneFileThatCannotBeUsedHidesNoOther() {
        String broken = file("broken", JOURNAL.promise(NO).bytes());
        String sale = sale(SWAPPED, State.FINAL);
        String missing = directory.resolve("missing").toString();
        String elsewhere = file("elsewhere", ofAnotherSale().bytes());
        String proven = file("proven", JOURNAL.promise(8).bytes());

        VerifierProcess.Run run = Asked.run("verify", missing, "no\0name", broken, elsewhere, proven, "--leaves", sale);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(missing + "\nBAD INPUT: there is no file " + missing + "\n")
                .contains("no\0name\nBAD INPUT: no\0name is no name of a file here")
                .contains(broken + "\nBROKEN-1: ")
                .contains(elsewhere + "\nBAD INPUT: the leaves are of ")
                .contains(proven + "\nPROVEN: ");
        assertThat(Asked.run("verify", proven, missing, "--leaves", sale).exitCode())
                .isEqualTo(2);
    }

    private static ReceiptFile ofAnotherSale() {
        ReceiptFile file = JOURNAL.promise(NO);
        String leaf = JOURNAL.leaf(NO).text().replace("/counter/", "/another/");
        return new ReceiptFile(
                Note.of(leaf, SampleShop.RECEIPTS).toString(),
                file.orderId(),
                file.buyer(),
                file.salt(),
                file.keys(),
                null,
                null);
    }

    private String with(String name, String proof) {
        return file(name, JOURNAL.promise(NO).with(proof, null).bytes());
    }

    @Test
    void aReceiptAloneIsAPromise() {
        VerifierProcess.Run run =
                Asked.run("verify", file("my", JOURNAL.promise(NO).bytes()));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).startsWith("PROMISED: ").contains("(by the receipt itself; compare it with the shop's)");
    }

    @Test
    void theSalesFilesProveEveryOrderThatStands() {
        String sale = sale(JOURNAL, State.FINAL);

        assertThat(verify(JOURNAL.promise(NO), "--leaves", sale).out()).startsWith("PROVEN");
        assertThat(verify(JOURNAL.promise(3), "--leaves", sale).out())
                .startsWith("RELEASED: the order is event 3, and event 4 gave its units back");
        assertThat(verify(JOURNAL.promise(3), "--leaves", sale).exitCode()).isZero();
    }

    @Test
    void aSwappedOrVoidedRowIsShownByTheFilesAndByTheProofAlone() {
        for (SampleJournal dishonest : List.of(SWAPPED, JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, NO)))) {
            VerifierProcess.Run run = verify(JOURNAL.promise(NO), "--leaves", sale(dishonest, State.FINAL));

            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.out())
                    .startsWith("BROKEN-1: ")
                    .contains(JOURNAL.receipt(NO).note().toString())
                    .endsWith(dishonest.proof(NO, dishonest.checkpoint()).toString());
            String proof = file("proof", dishonest.proof(NO, dishonest.checkpoint()));
            assertThat(verify(JOURNAL.promise(NO), "--proof", proof).out()).isEqualTo(run.out());
        }
    }

    @Test
    void aFinalCertificateWithoutTheLastOrderBreaksTheWord() {
        SampleJournal without = new SampleJournal().restocked(3).closed();

        VerifierProcess.Run run = verify(JOURNAL.promise(3), "--leaves", sale(without, State.FINAL));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-2: ")
                .endsWith(SampleFiles.certificate(without, State.FINAL).toString());
        assertThat(verify(JOURNAL.promise(3), "--leaves", sale(without, State.INTERIM))
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void aCosignerThatSawTheOrderMissingTooLateBreaksTheWord() {
        String small = file("checkpoint", JOURNAL.cut(1).checkpoint(after()).note());

        VerifierProcess.Run run = verify(
                JOURNAL.promise(NO),
                "--checkpoint",
                small,
                "--cosigner",
                SampleShop.COSIGNER.key().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("BROKEN-3: ").contains("cosigner.example saw a tree of 1 events");
        assertThat(verify(JOURNAL.promise(NO), "--checkpoint", small).exitCode())
                .as("nobody knows the cosigner")
                .isEqualTo(3);
    }

    @Test
    void twoRootsOfOneSizeBreakTheWord() {
        String one = file("one", JOURNAL.checkpoint().note());
        String other = file("other", SWAPPED.checkpoint().note());

        VerifierProcess.Run run = verify(JOURNAL.promise(NO), "--checkpoint", one, "--checkpoint", other);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-4: ")
                .contains(JOURNAL.checkpoint().note().toString())
                .endsWith(SWAPPED.checkpoint().note().toString());
    }

    @Test
    void twoRootsAmongTheSalesFilesBreakTheWordThoughTheLeavesAreOfOneOfThem() {
        String sale = sale(JOURNAL, State.FINAL);
        file("sale/checkpoint", SWAPPED.checkpoint().note());

        VerifierProcess.Run run = verify(JOURNAL.promise(NO), "--leaves", sale);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-4: ")
                .contains(SWAPPED.checkpoint().note().toString())
                .contains(SampleFiles.certificate(JOURNAL, State.FINAL).toString());
    }

    @Test
    void oneNumberForTwoBuyersBreaksTheWord() {
        String note = file("other", SWAPPED.receipt(NO).note());
        String kept = file("other.receipt.json", SWAPPED.promise(NO).bytes());

        assertThat(verify(JOURNAL.promise(NO), "--receipt", note).out())
                .startsWith("BROKEN-5: ")
                .endsWith(SWAPPED.receipt(NO).note().toString());
        assertThat(verify(JOURNAL.promise(NO), "--receipt", kept).exitCode()).isEqualTo(1);
        assertThat(verify(
                                JOURNAL.promise(NO),
                                "--receipt",
                                file("mine", JOURNAL.receipt(NO).note()))
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void aJournalThatDoesNotAddUpBreaksTheWordToEverybody() {
        SampleJournal oversold = JOURNAL.with(withLeft(JOURNAL.leaf(3), 2));

        VerifierProcess.Run run = verify(JOURNAL.promise(NO), "--leaves", sale(oversold, State.FINAL));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-6: E1 fails at event 3")
                .contains(oversold.proof(2, oversold.checkpoint()).toString())
                .endsWith(oversold.proof(3, oversold.checkpoint()).toString());
    }

    /** The order stands; of the sale nobody can say so. */
    @Test
    void aSaleThatIsNotRebuiltBehindANumberGivenUpIsNotSaidToAddUp() {
        SampleJournal open = new SampleJournal()
                .restocked(2)
                .accepted(2, "Zoë")
                .lost(1, 0)
                .drift(2)
                .accepted(2, "b");
        String certificate = file("certificate", SampleFiles.certificate(open, State.INTERIM));

        VerifierProcess.Run byLeaves = verify(open.promise(NO), "--leaves", sale(open, State.INTERIM));
        VerifierProcess.Run byCertificate = verify(open.promise(NO), "--certificate", certificate);

        assertThat(byLeaves.out())
                .startsWith("PROVEN: ")
                .contains(
                        "  not shown: that the sale adds up: numbers were given up, and the sale was not rebuilt since");
        assertThat(byCertificate.out())
                .startsWith("PROMISED: ")
                .contains("  not shown: that the sale adds up: the figures of 4 events do not, as can be");
        assertThat(verify(JOURNAL.promise(NO), "--leaves", sale(JOURNAL, State.FINAL))
                        .out())
                .doesNotContain("not shown");
    }

    @Test
    void whatIsNotTheShopsIsNotAReceipt() {
        VerifierProcess.Run run = verify(JOURNAL.file(NO, SampleShop.STRANGER));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).startsWith("NOT A RECEIPT: ");
        assertThat(Asked.run(
                                "verify",
                                file("my", JOURNAL.promise(NO).bytes()),
                                "--key",
                                SampleShop.LOG.key().toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void filesThatProveNothingOfThisReceiptAreRefusedByName() {
        String sale = sale(JOURNAL, State.FINAL);
        file("sale/tile/entries/000.p/10", new byte[] {0, 0});

        assertThat(verify(JOURNAL.promise(NO), "--leaves", sale).err())
                .startsWith("verify: tile/entries/000.p/10: the file must hold 10 leaves");
        assertThat(verify(JOURNAL.promise(NO), "--proof", file("proof", "x")).exitCode())
                .isEqualTo(2);
        assertThat(verify(
                                JOURNAL.promise(NO),
                                "--receipt",
                                file("mine", JOURNAL.receipt(3).note()))
                        .err())
                .contains("not of this one");
        assertThat(verify(
                                JOURNAL.promise(NO),
                                "--leaves",
                                directory.resolve("none").toString())
                        .exitCode())
                .isEqualTo(2);
    }

    private static Instant after() {
        return JOURNAL.leaf(NO).at().plus(SampleShop.CERTIFIED_WITHIN).plusSeconds(1);
    }

    private static EventLeaf heldBySomebodyElse(EventLeaf leaf) {
        return copy(leaf, leaf.left(), Hash.OF_NO_LEAF);
    }

    private static EventLeaf withLeft(EventLeaf leaf, long left) {
        return copy(leaf, left, leaf.holder());
    }

    private static EventLeaf copy(EventLeaf leaf, long left, Hash holder) {
        return new EventLeaf(
                leaf.origin(),
                leaf.no(),
                leaf.kind(),
                leaf.at(),
                leaf.epoch(),
                leaf.units(),
                left,
                leaf.seq(),
                leaf.item(),
                holder,
                leaf.detail());
    }
}
