package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.TlogProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of the files: they are made, lost, damaged, left half-written, hidden and read. */
final class CertifierFilesIT extends CertifierTestBase {

    @Test
    void theTreeGrowsAndWhatFullTilesReplaceIsGone() throws IOException {
        log(events.restocked(1000));
        Certifier certifier = certifier();
        for (int more : new int[] {10, 200, 44, 1, 1, 300, 50}) {
            logOrders(more);
            turn(certifier);
            Handed.of(proofs, sale);
        }

        assertThat(Handed.of(proofs, sale).checkpoint().size()).isEqualTo(607);
        assertThat(rows()).hasSize(7);
        try (Stream<Path> parts = Files.walk(proofs)) {
            assertThat(parts.filter(path -> path.getFileName().toString().endsWith(".p"))
                            .map(path -> Handed.directory(proofs, sale)
                                    .relativize(path)
                                    .toString()))
                    .containsExactlyInAnyOrder("tile/0/002.p", "tile/1/000.p", "tile/entries/002.p");
        }
    }

    @Test
    void whatIsMadeAnewFromTheBookIsTheSameByteForByte() throws IOException {
        log(events.restocked(1000));
        logOrders(300);
        turn(certifier());
        Map<String, String> before = Handed.everything(proofs);
        Path elsewhere = Files.createDirectory(keyDirectory.resolve("elsewhere-" + sale));

        certifier(elsewhere).turn();

        assertThat(Handed.everything(elsewhere)).isEqualTo(before);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void damagedFilesAreMadeAnew() throws IOException {
        log(events.restocked(1000));
        logOrders(300);
        turn(certifier());
        Map<String, String> before = Handed.everything(proofs);
        Path tile = Handed.directory(proofs, sale).resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[1000] ^= 1;
        Files.write(tile, bytes);
        Files.delete(Handed.directory(proofs, sale).resolve("tile/0/000"));

        turn(certifier());

        assertThat(Handed.everything(proofs)).isEqualTo(before);
    }

    @Test
    void whatRotsOnTheDiskIsFoundAndMadeAnew() throws IOException {
        log(events.restocked(1000));
        logOrders(600);
        Certifier certifier = certifier();
        turn(certifier);
        Map<String, String> before = Handed.everything(proofs);
        for (String tile : List.of("tile/0/001", "tile/entries/000", "tile/1/000.p/2")) {
            Path file = Handed.directory(proofs, sale).resolve(tile);
            byte[] bytes = Files.readAllBytes(file);
            bytes[17] ^= 1;
            Files.write(file, bytes);

            turn(certifier);
            turn(certifier);

            assertThat(Handed.everything(proofs)).as(tile).isEqualTo(before);
        }
    }

    @Test
    void aFullDiskHoldsUpNothingButTheFiles() throws IOException {
        log(events.restocked(10), events.accepted());
        Path file = Files.writeString(proofs.resolve("file"), "not a directory");

        Standing fails = turn(certifier(file));
        assertThat(fails.kind()).isEqualTo(Standing.Kind.FAILS);

        assertThat(turn(certifier())).isEqualTo(Standing.fine(2, 2));
    }

    @Test
    void whatWasLeftHalfWrittenIsTakenAwayAtTheStart() throws IOException {
        log(events.restocked(10));
        turn(certifier());
        Path old = Files.writeString(Handed.directory(proofs, sale).resolve(".4711.new"), "half a t");
        Path fresh = Files.writeString(proofs.resolve(".4712.new"), "another one is at it");
        Files.setLastModifiedTime(old, FileTime.from(CLOCK.instant().minusSeconds(3600)));
        Files.setLastModifiedTime(fresh, FileTime.from(CLOCK.instant().minusSeconds(60)));

        turn(certifier());

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(Handed.of(proofs, sale).leaves()).hasSize(1);
    }

    @Test
    void asLongAsTheSaleIsNotSettledStrangersMayHaveToWait() {
        SaleEvent.Accepted held;
        log(events.restocked(3), held = events.held(), events.changed("Cars", Change.CLOSED, SalePhase.CLOSED));
        Certifier certifier = new Certifier(pool, keys, settings(proofs, Publish.CLOSED), CLOCK);
        PublicFiles open = new PublicFiles(proofs);

        turn(certifier);
        assertThat(proofs.resolve(sale)).doesNotExist();
        assertThat(open.keys()).isNotEmpty();
        log(events.confirmed(held));
        assertThat(turn(certifier)).isEqualTo(Standing.ended(4));

        assertThat(Handed.of(proofs, sale).certificate().isFinal()).isTrue();
        assertThat(open.read(new SaleId(sale), "20261122T101530Z", "checkpoint"))
                .isNotEmpty();
        assertThat(open.read(new SaleId(sale), "20261122T101530Z", "tile/entries/000.p/4"))
                .isNotEmpty();
        for (String other : List.of("../keys", "tile/../certificate", "tile/0/000.p/04", "", "tile")) {
            assertThat(open.read(new SaleId(sale), "20261122T101530Z", other)).isNull();
        }
        assertThat(open.read(new SaleId(sale), "..", "keys")).isNull();
        log(events.confirmed(held)); // whatever comes later goes on where strangers look
        turn(certifier);
        assertThat(Handed.of(proofs, sale).leaves()).hasSize(5);
    }

    @Test
    void everyOrderHasAProofThatAStrangerCanCheck() {
        log(events.restocked(1000));
        logOrders(300);
        SaleProofs made = saleProofs();
        SaleId id = new SaleId(sale);
        assertThat(made.proof(id, 2)).isEmpty();
        assertThat(made.certificate(id)).isEmpty();
        turn(certifier());
        assertThat(made.certificate(id))
                .hasValueSatisfying(note -> assertThat(Note.parse(note).text()).contains("size 301\n"));

        List<EventLeaf> leaves = Handed.of(proofs, sale).leaves();
        for (int no : new int[] {1, 2, 255, 256, 257, 300, 301}) {
            TlogProof proof = TlogProof.parse(made.proof(id, no).orElseThrow().toString());
            assertThat(proof.includes(leaves.get(no - 1).bytes())).isTrue();
            assertThat(proof.content()).isEqualTo(leaves.get(no - 1).bytes());
            assertThat(proof.checkpoint()).isEqualTo(Handed.of(proofs, sale).checkpoint());
        }
        assertThat(made.proof(id, 302)).isEmpty();
        assertThat(made.proof(new SaleId("other"), 2)).isEmpty();
    }
}
