package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.store.CertifiedTrees.Growth;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class CertifiedTreesIT {

    private static final Instant MADE = Instant.parse("2026-11-22T10:15:30.123Z");

    private TestBook book;
    private HikariDataSource pool;
    private HikariDataSource other;

    @BeforeAll
    void open(ServerStack servers) {
        book = new TestBook(servers, "certified_it");
        pool = book.open();
        other = book.open();
    }

    @AfterAll
    void close() {
        other.close();
        pool.close();
    }

    @Test
    void aTreeGrowsFromWhatIsThere() {
        CertifiedTrees trees = new CertifiedTrees(pool);
        CertifiedTree none = tree("grows", 0);
        assertThat(trees.newest("grows")).isEmpty();

        CertifiedTree first =
                trees.grow(none, newest -> tree("grows", newest.size() + 5)).orElseThrow();
        CertifiedTree second =
                trees.grow(none, newest -> tree("grows", newest.size() + 2)).orElseThrow();
        CertifiedTree same = trees.grow(none, newest -> null).orElseThrow();

        assertThat(List.of(first, second, same)).containsExactly(tree("grows", 5), tree("grows", 7), tree("grows", 7));
        assertThat(trees.newest("grows")).contains(second);
        assertThat(trees.at("grows", 5)).contains(first);
        assertThat(trees.at("grows", 6)).isEmpty();
    }

    @Test
    void manyProgramsThatGrowItAtOnceAddOneAfterTheOther() {
        List<CompletableFuture<Void>> growing = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    CertifiedTrees trees = new CertifiedTrees(i % 2 == 0 ? pool : other);
                    for (int round = 0; round < 10; round++) {
                        await().until(
                                        () -> trees.grow(tree("raced", 0), newest -> tree("raced", newest.size() + 1)),
                                        Optional::isPresent);
                    }
                }))
                .toList();
        growing.forEach(CompletableFuture::join);

        assertThat(book.query("SELECT size FROM certified WHERE origin = 'raced' ORDER BY size"))
                .isEqualTo(
                        LongStream.rangeClosed(0, 40).mapToObj(Long::toString).toList());
    }

    @Test
    void whoeverComesWhileItGrowsDoesNotWait() {
        Growth late = newest -> tree("held", newest.size() + 7);
        List<Optional<CertifiedTree>> lateOnes = new ArrayList<>();

        new CertifiedTrees(pool).grow(tree("held", 0), newest -> {
            lateOnes.add(new CertifiedTrees(other).grow(tree("held", 0), late));
            return tree("held", 1);
        });

        assertThat(lateOnes).containsExactly(Optional.empty());
        assertThat(new CertifiedTrees(other).grow(tree("held", 0), late)).contains(tree("held", 8));
    }

    @Test
    void oneThatFailsLeavesNothingBehindAndHoldsUpNobody() {
        CertifiedTrees trees = new CertifiedTrees(pool);

        assertThatThrownBy(() -> trees.grow(tree("failed", 0), newest -> {
                    throw new IllegalStateException("as it happens");
                }))
                .hasMessage("as it happens");

        assertThat(new CertifiedTrees(other).grow(tree("failed", 0), newest -> tree("failed", 3)))
                .contains(tree("failed", 3));
    }

    @Test
    void noSizeHasTwoRoots() {
        CertifiedTrees trees = new CertifiedTrees(pool);
        trees.grow(tree("two", 0), newest -> tree("two", 3));

        assertThatThrownBy(() -> trees.grow(
                        tree("two", 0),
                        newest -> new CertifiedTree("two", 3, new byte[32], new byte[64], "another", MADE)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Duplicate");

        assertThat(trees.newest("two")).contains(tree("two", 3));
    }

    private static CertifiedTree tree(String origin, long size) {
        byte[] root = ByteBuffer.allocate(32).putLong(size).array();
        return new CertifiedTree(
                origin, size, root, new byte[32 * Long.bitCount(size)], size == 0 ? "" : "note " + size, MADE);
    }
}
