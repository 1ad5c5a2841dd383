package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleFiles;
import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.Tampered;
import dev.seckill.proof.tree.TileReader;
import dev.seckill.proof.verdict.KnownKeys;
import dev.seckill.proof.verdict.SaleAudit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTest {

    private static final SampleJournal JOURNAL = SampleJournal.whole();

    @TempDir
    private Path directory;

    private VerifierProcess.Run audit() {
        return Asked.run(
                "audit", directory.toString(), "--key", SampleShop.ROOT.key().toString());
    }

    private void write(String path, Object content) {
        SampleFiles.write(directory, path, content.toString().getBytes(UTF_8));
    }

    @Test
    void aWholeSaleIsProven() {
        SampleFiles.write(directory, JOURNAL, State.FINAL);

        assertThat(audit().out())
                .isEqualTo("""
                PROVEN: 10 events of shop.example/proofs/counter/20261122T101500Z are those that the shop signed, and add up
                  certificate: final, of 10 events
                  units: 3 on sale, 4 accepted, 2 given back, 1 left
                  confirmed: 1
                  numbers given up: 2
                  root key: %s
                """.replace("%s", SampleShop.ROOT.key().toString()));
        assertThat(audit().exitCode()).isZero();
    }

    @Test
    void aSaleOfSeveralFilesIsProvenAlsoWhereAPartialFileHasBecomeFull() {
        SampleJournal sale = new SampleJournal().restocked(700);
        for (int order = 0; order < 600; order++) {
            sale.accepted(1, null);
        }
        SampleFiles.write(directory, sale, State.INTERIM);
        SampleJournal older = sale.cut(500);
        write("checkpoint", older.checkpoint().note());
        write("certificate", SampleFiles.certificate(older, State.INTERIM));

        assertThat(audit().out()).startsWith("PROVEN: 500 events");
    }

    @Test
    void withoutACertificateTheSumsAreNotTheShops() {
        SampleFiles.write(directory, JOURNAL, null);

        assertThat(audit().exitCode()).isEqualTo(3);
        assertThat(audit().out()).startsWith("NOT YET: 10 events");
    }

    @Test
    void aViolatedEquationIsShownByTheTwoLeavesAroundIt() {
        SampleJournal journal =
                new SampleJournal().restocked(1).accepted(1, "a").accepted(1, "b");
        SampleFiles.write(directory, journal, State.INTERIM);

        VerifierProcess.Run run = audit();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-6: E2 fails at event 3: left -1")
                .endsWith(journal.proof(2, journal.checkpoint()) + "\n" + journal.proof(3, journal.checkpoint()));
    }

    /** All else adds up: 100 units are sold twice, and one leaf says that they came back in between. */
    @Test
    void releasesOfNobodyAreShownByTheirLeaf() {
        SampleJournal oversold = new SampleJournal().restocked(100);
        for (int order = 0; order < 100; order++) {
            oversold.accepted(1, "a");
        }
        oversold.released(500, 100);
        for (int order = 0; order < 100; order++) {
            oversold.accepted(1, "b");
        }
        SampleFiles.write(directory, oversold.closed(), State.FINAL);

        VerifierProcess.Run run = audit();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-6: E6 fails at event 102: it gives back 100 units of no order")
                .endsWith("\n\n" + oversold.proof(102, oversold.checkpoint()));
    }

    /** Behind a number that was given up more may seem to be left than was: only a rebuild shows it. */
    @Test
    void aSaleThatIsNotRebuiltBehindANumberGivenUpIsNotProvenToAddUp() {
        SampleJournal oversold = new SampleJournal()
                .restocked(2)
                .accepted(2, "a")
                .lost(1, 0)
                .drift(2)
                .accepted(2, "b");
        SampleFiles.write(directory, oversold, State.INTERIM);

        assertThat(audit().exitCode()).isEqualTo(3);
        assertThat(audit().out())
                .startsWith("NOT YET: 4 events of ")
                .contains(", but not shown to add up: numbers were given up, and the sale was not rebuilt since");

        SampleFiles.write(directory, oversold.recovered(), State.INTERIM);

        assertThat(audit().exitCode()).isEqualTo(1);
        assertThat(audit().out()).startsWith("BROKEN-6: E2 fails at event 5: left -2");
    }

    @Test
    void releasesThatHideBehindANumberGivenUpAreNotProven() {
        SampleJournal oversold = new SampleJournal()
                .restocked(2)
                .accepted(2, "a")
                .lost(1, 0)
                .released(500, 2)
                .recovered()
                .accepted(2, "b")
                .closed();
        SampleFiles.write(directory, oversold, State.FINAL);

        assertThat(audit().exitCode()).isEqualTo(3);
        assertThat(audit().out())
                .startsWith("NOT YET: 7 events of ")
                .contains(", but not shown to add up: 2 units were given back by orders whose numbers were given up");
    }

    @Test
    void whatARebuildTookOffTheSaleAgainIsTold() {
        SampleJournal honest = new SampleJournal()
                .restocked(2)
                .lost(1, 1)
                .drift(-1)
                .released(2, 1)
                .recovered()
                .restocked(-1)
                .accepted(2, "b")
                .closed();
        SampleFiles.write(directory, honest, State.FINAL);

        assertThat(audit().exitCode()).isZero();
        assertThat(audit().out()).contains("given back by orders among them, and taken off the sale: 1 units");
    }

    @Test
    void figuresThatAreNotTheSumsAreShownByTheCertificate() {
        SampleFiles.write(directory, JOURNAL, null);
        Figures figures = new Figures(4, 4, 2, 1, 2, 2, SampleShop.BIRTH, SampleShop.BIRTH);
        Object certificate = new Certificate(
                        SampleShop.ORIGIN, State.INTERIM, SampleShop.BIRTH, 10, JOURNAL.root(), figures)
                .signed(SampleShop.LOG);
        write("certificate", certificate);

        assertThat(audit().out()).startsWith("BROKEN-6: E4 fails at event 10").endsWith(certificate.toString());
    }

    @Test
    void aSaleThatWentOnBehindItsFinalCertificateIsBroken() {
        SampleJournal closed = new SampleJournal().restocked(2).accepted(1, "a").closed();
        SampleJournal more =
                new SampleJournal().restocked(2).accepted(1, "a").closed().accepted(1, "b");
        SampleFiles.write(directory, more, null);
        write("certificate", SampleFiles.certificate(closed, State.FINAL));

        assertThat(audit().out()).startsWith("BROKEN-6: E5 fails at event 4: the certificate of 3 events is final");
    }

    @Test
    void aCertificateOfAnotherHistoryIsShownByBothNotes() {
        SampleJournal other = JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, 2));
        for (int size : new int[] {4, 10}) {
            SampleFiles.write(directory, JOURNAL, null);
            Object certificate = SampleFiles.certificate(other.cut(size), State.INTERIM);
            write("certificate", certificate);

            assertThat(audit().exitCode()).isEqualTo(1);
            assertThat(audit().out())
                    .startsWith("BROKEN-4: the tree of " + size + " events is signed with the root ")
                    .contains(JOURNAL.checkpoint().note().toString())
                    .endsWith(certificate.toString());
        }
    }

    @Test
    void leavesThatTheShopDidNotSignShowNothing() {
        SampleFiles.write(directory, JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, 2)), State.FINAL);
        write("checkpoint", JOURNAL.checkpoint().note());
        write("certificate", SampleFiles.certificate(JOURNAL, State.FINAL));

        assertThat(audit().exitCode()).isEqualTo(2);
        assertThat(audit().err()).isEqualTo("audit: the leaves are not those that the shop has signed\n");
    }

    @Test
    void signaturesOfAnybodyElseShowNothing() {
        SampleFiles.write(directory, JOURNAL, State.FINAL);
        NoteSigner stranger =
                SampleShop.signer(SampleShop.BASE, SampleShop.ROOT.key().type(), 9);
        ShopKeys keys = new ShopKeys(
                SampleShop.BASE,
                1,
                SampleShop.BIRTH,
                stranger.key(),
                SampleShop.CERTIFIED_WITHIN,
                SampleShop.KEYS.listed());
        write("keys", keys.signed(stranger));

        assertThat(audit().err()).contains("keys: a list of keys must be signed by the root key that was given");
        assertThat(Asked.run("audit", directory.toString()).out()).contains("(by the files themselves");
        assertThat(Asked.run("audit", directory.resolve("nowhere").toString()).exitCode())
                .isEqualTo(2);
    }

    /** Each byte in one of three ways, lines dropped, doubled and swapped. Changed keys are for the tests of texts. */
    @Test
    void noChangeOfAFileGoesUnnoticed() {
        SampleJournal small = new SampleJournal().restocked(2).accepted(1, "a").closed();
        SampleFiles.write(directory, small, State.FINAL);
        KnownKeys keys = new KnownKeys(List.of(SampleShop.KEYS));
        TileReader files = LogFiles.at(directory.toString());
        List<String> unnoticed = new ArrayList<>();
        for (String name : List.of("checkpoint", "certificate", "tile/entries/000.p/3")) {
            int number = 0;
            for (Map.Entry<String, byte[]> tampered :
                    Tampered.of(files.read(name)).entrySet()) {
                if (number++ % 4 == 0
                        && !isRefused(path -> path.equals(name) ? tampered.getValue() : files.read(path), keys)) {
                    unnoticed.add(name + ", " + tampered.getKey());
                }
            }
        }
        assertThat(unnoticed).isEmpty();
        assertThat(isRefused(files, keys)).isFalse();
    }

    private static boolean isRefused(TileReader files, KnownKeys keys) {
        try {
            return new SaleAudit(files, keys).run(leaf -> {}).isPresent();
        } catch (BadTextException e) {
            return true;
        }
    }
}
