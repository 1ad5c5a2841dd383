package dev.seckill.proof;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.tree.EntryBundle;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.verdict.Equations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The files that a certifier makes of a journal, whatever is in it. */
public final class SampleFiles {

    private SampleFiles() {}

    /**
     * Writes all of them.
     *
     * @param state of the certificate; null for none
     */
    public static void write(Path directory, SampleJournal journal, Certificate.State state) {
        write(directory, "keys", SampleShop.KEYS.signed(SampleShop.ROOT).bytes());
        write(directory, "checkpoint", journal.checkpoint().note().bytes());
        if (state != null) {
            write(directory, "certificate", certificate(journal, state).bytes());
        }
        List<byte[]> leaves = journal.leaves().stream().map(EventLeaf::bytes).toList();
        for (Tile tile : Tile.since(0, leaves.size())) {
            write(directory, tile.path(), tile.bytes(journal.tree()));
            if (tile.level() == 0) {
                int first = (int) tile.first();
                write(directory, tile.entriesPath(), EntryBundle.bytes(leaves.subList(first, first + tile.width())));
            }
        }
    }

    /** What an honest certifier says of a journal a minute after it began. */
    public static Note certificate(SampleJournal journal, Certificate.State state) {
        Instant made = SampleShop.BIRTH.plusSeconds(60);
        Equations equations = new Equations(SampleShop.ORIGIN);
        journal.leaves().forEach(equations::take);
        return new Certificate(SampleShop.ORIGIN, state, made, equations.size(), journal.root(), equations.figures())
                .signed(SampleShop.LOG);
    }

    public static Path write(Path directory, String path, byte[] content) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
