package dev.seckill.loadtest.chaos;

import dev.seckill.infra.process.Folders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of the files of a Redis, or of all nodes of one, that goes on running, as a backup would take it. The append-only file only grows, so a
 * copy is what Redis was a moment ago; a last command that is cut off is left out when Redis reads it.
 */
final class RedisCopy {

    private static final int ATTEMPTS_MAX = 5;

    private final List<Path> data;
    private final Path copy;

    private RedisCopy(List<Path> data, Path copy) {
        this.data = data;
        this.copy = copy;
    }

    /**
     * Copies the files.
     *
     * @param data where Redis keeps them, folders with different names
     * @param copy where to; deleted first
     * @throws IncidentException if that does not succeed, because Redis rewrites its files each time
     */
    static RedisCopy take(List<Path> data, Path copy) {
        try {
            for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
                List<Path> before = names(data);
                Folders.delete(copy);
                for (Path folder : data) {
                    copy(folder, copy.resolve(folder.getFileName()));
                }
                if (names(data).equals(before)) {
                    return new RedisCopy(data, copy);
                }
            }
            throw new IncidentException("the files of Redis changed during each of " + ATTEMPTS_MAX + " copies");
        } catch (IOException failed) {
            throw new IncidentException("the files of Redis cannot be copied: " + failed, failed);
        }
    }

    /** Puts the copy in the place of what Redis has now; only while it is not running. */
    void putBack() {
        try {
            for (Path folder : data) {
                Folders.delete(folder);
                copy(copy.resolve(folder.getFileName()), folder);
            }
            Folders.delete(copy);
        } catch (IOException failed) {
            throw new IncidentException("the files of Redis cannot be put back: " + failed, failed);
        }
    }

    private static List<Path> names(List<Path> folders) throws IOException {
        List<Path> names = new ArrayList<>();
        for (Path folder : folders) {
            try (var paths = Files.walk(folder)) {
                names.addAll(paths.sorted().toList());
            }
        }
        return names;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
