package dev.seckill.proof.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.tree.Tile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class ConsistencyIT {

    private static final SampleJournal JOURNAL = SampleJournal.whole();
    private static final SampleJournal OTHER = new SampleJournal()
            .restocked(3)
            .accepted(1, "Zoë")
            .accepted(1, "Zoë")
            .closed();

    @TempDir
    private Path directory;

    private String keys;
    private String old;
    private String larger;

    @BeforeEach
    void write() throws IOException {
        keys = file("keys", SampleShop.KEYS.signed(SampleShop.ROOT));
        old = file("old", JOURNAL.cut(3).checkpoint().note());
        larger = file("larger", JOURNAL.checkpoint().note());
        for (Tile tile : Tile.since(0, JOURNAL.leaves().size())) {
            Path file = directory.resolve(tile.path());
            Files.createDirectories(file.getParent());
            Files.write(file, tile.bytes(JOURNAL.tree()));
        }
    }

    private String file(String name, Object content) throws IOException {
        return Files.writeString(directory.resolve(name), content.toString()).toString();
    }

    private VerifierProcess.Run consistency(String one, String other, String... more) {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(new String[] {"consistency", one, other, "--keys", keys}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return VerifierProcess.run(arguments);
    }

    @Test
    void aTreeThatGrewIsOneHistory() {
        VerifierProcess.Run run = consistency(
                larger,
                old,
                "--leaves",
                directory.toString(),
                "--key",
                SampleShop.ROOT.key().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("PROVEN");
    }

    @Test
    void withoutLeavesNothingIsKnownOfDifferentSizes() {
        VerifierProcess.Run run = consistency(old, larger);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).startsWith("NOT YET");
    }

    @Test
    void twoRootsOfOneSizeAreTwoHistoriesAndTheNotesAreTheEvidence() throws IOException {
        String forked = file("forked", OTHER.cut(3).checkpoint().note());

        VerifierProcess.Run run = consistency(old, forked);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("BROKEN-4")
                .contains(JOURNAL.cut(3).checkpoint().note().toString())
                .endsWith(OTHER.cut(3).checkpoint().note().toString());
        assertThat(consistency(old, old).exitCode()).isZero();
    }

    @Test
    void aTreeThatLostALeafIsAnotherHistory() throws IOException {
        String forked = file("forked", OTHER.cut(3).checkpoint().note());

        VerifierProcess.Run run = consistency(forked, larger, "--leaves", directory.toString());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).startsWith("BROKEN-4");
    }

    @Test
    void whatTheShopDidNotSignIsNoEvidence() throws IOException {
        String note = Files.readString(Path.of(old));
        String changed = file("changed", note.replace("\n3\n", "\n4\n"));
        String otherRoot = SampleShop.LOG.key().named(SampleShop.BASE).toString();

        assertThat(consistency(changed, larger).exitCode()).isEqualTo(2);
        assertThat(consistency(old, larger, "--key", otherRoot).err())
                .contains("must be signed by the root key that was given");
    }

    @Test
    void leavesOfAnotherTreeProveNothing() throws IOException {
        String other = file(
                "other",
                JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, 2))
                        .checkpoint()
                        .note());

        VerifierProcess.Run run = consistency(old, other, "--leaves", directory.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("holds another tree");
    }
}
