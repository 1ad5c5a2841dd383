package dev.seckill.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class FoldersIT {

    @TempDir
    private Path parent;

    @Test
    void makeOnce_leavesNothingWhenTheFillingFails() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> Folders.makeOnce(parent.resolve("made"), folder -> {
                    Files.writeString(folder.resolve("half"), "done");
                    throw new IOException("no more");
                }))
                .withMessage("no more");

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void makeOnce_makesOneWholeFolderWhenTwoDoItAtOnce() throws Exception {
        CyclicBarrier bothAreFilling = new CyclicBarrier(2);
        Folders.Filling filling = folder -> {
            Files.writeString(folder.resolve("file"), "whole");
            meet(bothAreFilling);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture<?>[] makers = Stream.of(1, 2)
                    .map(maker -> CompletableFuture.runAsync(() -> makeOnce(filling), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(makers).get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertThat(parent.resolve("made/file")).hasContent("whole");
        assertThat(parent).isDirectoryNotContaining("glob:**draft*");
    }

    @Test
    void copy_keepsFoldersFilesAndLinks() throws IOException {
        Path from = Files.createDirectories(parent.resolve("from/deep")).getParent();
        Files.writeString(from.resolve("deep/file"), "text");
        Files.createSymbolicLink(from.resolve("link"), Path.of("deep/file"));
        Path to = Files.createDirectory(parent.resolve("to"));

        Folders.copy(from, to);

        assertThat(to.resolve("deep/file")).hasContent("text");
        assertThat(to.resolve("link")).isSymbolicLink().hasContent("text");
    }

    @Test
    void delete_doesNotFollowLinks() throws IOException {
        Path outside = Files.writeString(parent.resolve("outside"), "text");
        Path folder = Files.createDirectory(parent.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), outside);

        Folders.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(outside).hasContent("text");
    }

    private void makeOnce(Folders.Filling filling) {
        try {
            Folders.makeOnce(parent.resolve("made"), filling);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
