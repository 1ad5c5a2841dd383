package dev.seckill.proof.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.note.BadTextException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TileTest {

    private static final int LARGE = 70_000;
    private static final List<Hash> LEAVES = MemoryTree.leaves(LARGE);
    private static final TreeHashes TREE = new MemoryTree(LEAVES);

    @ParameterizedTest
    @CsvSource({
        "0,0,256,tile/0/000",
        "0,0,1,tile/0/000.p/1",
        "1,999,255,tile/1/999.p/255",
        "7,1000,256,tile/7/x001/000",
        "0,1234067,256,tile/0/x001/x234/067"
    })
    void aTileHasOnePath(int level, long index, int width, String path) {
        Tile tile = new Tile(level, index, width);

        assertThat(tile.path()).isEqualTo(path);
        assertThat(Tile.parse(path)).isEqualTo(tile);
        assertThat(Tile.isPath(path)).isTrue();
    }

    @Test
    void whatTheLeavesHoldHasAPathOfItsOwn() {
        String path = new Tile(0, 1234, 5).entriesPath();

        assertThat(path).isEqualTo("tile/entries/x001/234.p/5");
        assertThat(Tile.isPath(path)).isTrue();
        assertThat(Tile.isPath("tile/entries/0/000")).isFalse();
        assertThat(Tile.isPath("tile/entries/../keys")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0",
                "tile/0/0",
                "tile/00/000",
                "tile/8/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/x000/001",
                "tile/0/1000",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../000",
                "tile/0/%2e%2e/000",
                "tile/entries",
                "tile/entries/"
            })
    void noOtherPathIsATile(String path) {
        assertThatThrownBy(() -> Tile.parse(path)).isInstanceOf(BadTextException.class);
        assertThat(Tile.isPath(path)).isFalse();
    }

    @Test
    void contentsOfLeavesLieBeside() {
        assertThat(new Tile(0, 1234067, 3).entriesPath()).isEqualTo("tile/entries/x001/x234/067.p/3");
        assertThatThrownBy(() -> new Tile(1, 0, 3).entriesPath()).isInstanceOf(IllegalStateException.class);
    }

    /** The example of the specification. */
    @Test
    void aTreeOf70000LeavesHasTheTilesOfTheSpecification() {
        List<Tile> tiles = Tile.since(0, LARGE);

        assertThat(tiles).hasSize(273 + 1 + 1 + 1 + 1);
        assertThat(tiles)
                .contains(
                        new Tile(0, 272, 256),
                        new Tile(0, 273, 112),
                        new Tile(1, 0, 256),
                        new Tile(1, 1, 17),
                        new Tile(2, 0, 1));
        assertThat(Tile.since(0, 256)).containsExactly(new Tile(0, 0, 256), new Tile(1, 0, 1));
        assertThat(Tile.since(256, 256)).isEmpty();
        assertThat(Tile.since(256, 257)).containsExactly(new Tile(0, 1, 1));
        assertThat(Tile.since(255, 258)).containsExactly(new Tile(0, 0, 256), new Tile(0, 1, 2), new Tile(1, 0, 1));
    }

    @Test
    void aTreeIsReadOutOfTheTilesThatItGrewBy() {
        Map<String, byte[]> files = new HashMap<>();
        int size = 0;
        for (int next : List.of(1, 2, 255, 256, 257, 600, 65_535, 65_536, 65_537, LARGE)) {
            TreeHashes grown = new GrownTree(new TileTree(files::get, size), size, LEAVES.subList(size, next));
            for (Tile tile : Tile.since(size, next)) {
                files.put(tile.path(), tile.bytes(grown));
            }
            size = next;
            TreeHashes read = new TileTree(files::get, size);
            Hash root = TreeProofs.root(TREE, size);
            assertThat(TreeProofs.root(read, size)).isEqualTo(root);
            for (long index : List.of(0L, size / 3L, size - 1L)) {
                assertThat(TreeProofs.inclusion(read, index, size)).isEqualTo(TreeProofs.inclusion(TREE, index, size));
                assertThat(TreeProofs.consistency(read, index + 1, size))
                        .isEqualTo(TreeProofs.consistency(TREE, index + 1, size));
            }
        }
    }

    @Test
    void aFullTileStandsForThePartialOnesBefore() {
        Map<String, byte[]> files = new HashMap<>();
        for (Tile tile : Tile.since(0, 512)) {
            files.put(tile.path(), tile.bytes(TREE));
        }
        Tile partial = new Tile(1, 0, 1);
        files.put(partial.path(), partial.bytes(TREE));

        assertThat(files).doesNotContainKey("tile/0/001.p/44");
        assertThat(TreeProofs.root(new TileTree(files::get, 300), 300)).isEqualTo(TreeProofs.root(TREE, 300));
    }

    @Test
    void aTileThatIsMissingOrCutIsNamed() {
        Map<String, byte[]> files = new HashMap<>();
        TileTree tree = new TileTree(files::get, 3);
        assertThatThrownBy(() -> tree.at(0, 0))
                .isInstanceOf(BadTextException.class)
                .hasMessage("there is no tile/0/000.p/3");

        files.put("tile/0/000.p/3", new byte[95]);
        assertThatThrownBy(() -> tree.at(0, 0))
                .isInstanceOf(BadTextException.class)
                .hasMessage("tile/0/000.p/3 must be 96 bytes, but is 95");
    }

    @Test
    void leavesOfAFileAreReadAsTheyWereWritten() {
        List<byte[]> entries = List.of(new byte[] {1, 2, 3}, new byte[0], new byte[65_535]);
        byte[] bytes = EntryBundle.bytes(entries);

        assertThat(EntryBundle.entries(bytes, 3))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(entries);
        assertThatThrownBy(() -> EntryBundle.entries(bytes, 2)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> EntryBundle.entries(bytes, 4)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> EntryBundle.entries(Arrays.copyOf(bytes, bytes.length - 1), 3))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> EntryBundle.entries(Arrays.copyOf(bytes, bytes.length + 1), 3))
                .isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> EntryBundle.bytes(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
