package dev.seckill.proof.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.Vectors;
import dev.seckill.proof.note.BadTextException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TreeTest {

    private static final int SIZE_MAX = 300;

    private static final List<Hash> LEAVES = MemoryTree.leaves(SIZE_MAX);
    private static final TreeHashes TREE = new MemoryTree(LEAVES);

    @Test
    void thePublicVectorsHold() {
        List<Map<String, Object>> vectors = Vectors.of("merkle-rfc9162.json");
        List<String> wrong = new ArrayList<>();
        for (Map<String, Object> vector : vectors) {
            boolean holds;
            try {
                holds = vector.get("list").equals("inclusion") ? includes(vector) : isConsistent(vector);
            } catch (BadTextException noHash) {
                holds = false;
            }
            // A proof from an empty tree says nothing, so it is an error here.
            boolean expected = vector.get("wantErr").equals("false") && !"0".equals(vector.get("size1"));
            if (holds != expected) {
                wrong.add(vector.get("list") + " " + vector.get("name"));
            }
        }
        assertThat(vectors).hasSize(196);
        assertThat(wrong).isEmpty();
    }

    private static boolean includes(Map<String, Object> vector) {
        return TreeChecks.includes(
                hash(vector.get("leafHash")),
                Long.parseUnsignedLong((String) vector.get("leafIdx")),
                Long.parseUnsignedLong((String) vector.get("treeSize")),
                hashes(vector.get("proof")),
                hash(vector.get("root")));
    }

    private static boolean isConsistent(Map<String, Object> vector) {
        return TreeChecks.isConsistent(
                Long.parseUnsignedLong((String) vector.get("size1")),
                hash(vector.get("root1")),
                Long.parseUnsignedLong((String) vector.get("size2")),
                hash(vector.get("root2")),
                hashes(vector.get("proof")));
    }

    @SuppressWarnings("unchecked")
    private static List<Hash> hashes(Object texts) {
        return texts == null
                ? List.of()
                : ((List<String>) texts).stream().map(TreeTest::hash).toList();
    }

    /** Some vectors have words where a hash should be, which no {@link Hash} takes: their own hash stands for them. */
    private static Hash hash(Object text) {
        byte[] bytes = Base64.getDecoder().decode((String) text);
        return bytes.length == 0 || bytes.length == Hash.BYTES ? Hash.of(bytes) : Hash.ofLeaf(bytes);
    }

    @Test
    void hashesAreThoseOfTheStandard() {
        assertThat(HexFormat.of().formatHex(Hash.OF_NO_LEAF.bytes()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(HexFormat.of().formatHex(Hash.ofLeaf(new byte[0]).bytes()))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(Hash.parse(Hash.OF_NO_LEAF.toString())).isEqualTo(Hash.OF_NO_LEAF);
        assertThatThrownBy(() -> Hash.parse("AAAA")).isInstanceOf(BadTextException.class);
    }

    @Test
    void everyLeafOfEveryTreeIsProven() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            Hash root = TreeProofs.root(TREE, size);
            for (int index = 0; index < size; index++) {
                List<Hash> proof = TreeProofs.inclusion(TREE, index, size);
                if (!TreeChecks.includes(LEAVES.get(index), index, size, proof, root)) {
                    throw new AssertionError("leaf " + index + " of " + size);
                }
                if (TreeChecks.includes(LEAVES.get(index), index ^ 1, size, proof, root) && size > 1) {
                    throw new AssertionError("leaf " + index + " of " + size + " passes for its neighbour");
                }
            }
        }
    }

    @Test
    void everyTreeIsProvenToBeginEveryLargerOne() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            Hash root = TreeProofs.root(TREE, size);
            for (int old = 1; old <= size; old++) {
                Hash oldRoot = TreeProofs.root(TREE, old);
                List<Hash> proof = TreeProofs.consistency(TREE, old, size);
                if (!TreeChecks.isConsistent(old, oldRoot, size, root, proof)) {
                    throw new AssertionError(old + " begins " + size);
                }
                if (TreeChecks.isConsistent(old, LEAVES.get(0), size, root, proof) && old > 1) {
                    throw new AssertionError("anything begins " + size);
                }
            }
        }
    }

    @Test
    void aProofWithAnyHashChangedDroppedAddedOrMovedIsNone() {
        for (int size : List.of(2, 3, 7, 8, 100, 255, 256, 257, SIZE_MAX)) {
            Hash root = TreeProofs.root(TREE, size);
            for (int index = 0; index < size; index += 5) {
                List<Hash> proof = TreeProofs.inclusion(TREE, index, size);
                for (List<Hash> bad : spoilt(proof)) {
                    assertThat(TreeChecks.includes(LEAVES.get(index), index, size, bad, root))
                            .isFalse();
                }
                int old = index + 1;
                List<Hash> path = TreeProofs.consistency(TREE, old, size);
                for (List<Hash> bad : spoilt(path)) {
                    assertThat(TreeChecks.isConsistent(old, TreeProofs.root(TREE, old), size, root, bad))
                            .isFalse();
                }
            }
        }
    }

    private static List<List<Hash>> spoilt(List<Hash> proof) {
        List<List<Hash>> all = new ArrayList<>();
        for (int i = 0; i <= proof.size(); i++) {
            List<Hash> longer = new ArrayList<>(proof);
            longer.add(i, Hash.OF_NO_LEAF);
            all.add(longer);
            if (i < proof.size()) {
                List<Hash> shorter = new ArrayList<>(proof);
                shorter.remove(i);
                all.add(shorter);
                List<Hash> changed = new ArrayList<>(proof);
                changed.set(i, Hash.OF_NO_LEAF);
                all.add(changed);
            }
            if (i + 1 < proof.size()) {
                List<Hash> swapped = new ArrayList<>(proof);
                Collections.swap(swapped, i, i + 1);
                all.add(swapped);
            }
        }
        return all;
    }

    @Test
    void aFrontierHasTheRootOfEachSizeAndCanBeKept() {
        Frontier frontier = new Frontier();
        assertThat(frontier.root()).isEqualTo(Hash.OF_NO_LEAF);
        for (int size = 1; size <= SIZE_MAX; size++) {
            frontier.add(LEAVES.get(size - 1));
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).isEqualTo(TreeProofs.root(TREE, size));
            frontier = Frontier.of(frontier.size(), frontier.edge());
        }
    }

    @Test
    void anEdgeOfAnotherSizeIsRefused() {
        byte[] edge = new byte[2 * Hash.BYTES];

        assertThat(Frontier.of(3, edge).size()).isEqualTo(3);
        assertThatThrownBy(() -> Frontier.of(4, edge)).isInstanceOf(BadTextException.class);
        assertThatThrownBy(() -> Frontier.of(-3, edge)).isInstanceOf(BadTextException.class);
        assertThat(Frontier.of(Long.MAX_VALUE, new byte[63 * Hash.BYTES]).edge())
                .hasSize(2016);
    }

    @Test
    void aTreeThatGrewIsTheSameAsOneMadeAtOnce() {
        for (int before : List.of(0, 1, 5, 128, 255, 256, SIZE_MAX)) {
            GrownTree grown = new GrownTree(TREE, before, LEAVES.subList(before, SIZE_MAX));

            assertThat(grown.size()).isEqualTo(SIZE_MAX);
            assertThat(TreeProofs.root(grown, SIZE_MAX)).isEqualTo(TreeProofs.root(TREE, SIZE_MAX));
            assertThat(TreeProofs.inclusion(grown, 77, SIZE_MAX)).isEqualTo(TreeProofs.inclusion(TREE, 77, SIZE_MAX));
        }
    }

    @Test
    void noProofIsMadeOfWhatIsNotThere() {
        assertThatThrownBy(() -> TreeProofs.inclusion(TREE, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreeProofs.consistency(TREE, 0, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TreeProofs.consistency(TREE, 6, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
