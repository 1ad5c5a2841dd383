package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.tree.EntryBundle;
import dev.seckill.proof.tree.Frontier;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.tree.TileTree;
import dev.seckill.proof.tree.TreeProofs;
import dev.seckill.proof.verdict.Equations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What strangers find in the directory of one sale, checked as they would. */
record Handed(Checkpoint checkpoint, Certificate certificate, List<EventLeaf> leaves) {

    /** The only sale of this id below the directory. */
    static Handed of(Path proofs, String sale) {
        Path directory = directory(proofs, sale);
        ProofFiles files = new ProofFiles(directory);
        ShopKeys keys = ShopKeys.of(Note.parse(files.read("keys")), null);
        Checkpoint checkpoint = Checkpoint.parse(Note.parse(files.read("checkpoint")));
        checkpoint.cosigned(keys.logKeys(), List.of());
        Certificate certificate = Certificate.of(Note.parse(files.read("certificate")), keys);

        Equations equations = new Equations(certificate.origin());
        Frontier tree = new Frontier();
        List<EventLeaf> leaves = leaves(files, checkpoint.size());
        leaves.forEach(leaf -> {
            equations.take(leaf);
            tree.add(leaf.hash());
        });
        assertThat(tree.root()).isEqualTo(checkpoint.root());
        assertThat(TreeProofs.root(new TileTree(files, checkpoint.size()), checkpoint.size()))
                .isEqualTo(checkpoint.root());
        assertThat(equations.violation(certificate)).isEmpty();
        assertThat(certificate.origin() + "").isEqualTo(checkpoint.origin());
        return new Handed(checkpoint, certificate, leaves);
    }

    private static List<EventLeaf> leaves(ProofFiles files, long size) {
        List<EventLeaf> leaves = new ArrayList<>();
        for (Tile tile : Tile.since(0, size)) {
            if (tile.level() == 0) {
                EntryBundle.entries(files.read(tile.entriesPath()), tile.width())
                        .forEach(entry -> leaves.add(EventLeaf.parse(entry)));
            }
        }
        return leaves;
    }

    static Path directory(Path proofs, String sale) {
        try (Stream<Path> births = Files.list(proofs.resolve(sale))) {
            return births.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file below a directory. */
    static Map<String, String> everything(Path directory) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.put(directory.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
