package dev.seckill.consumer.certify;

import dev.seckill.proof.tree.TileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory that strangers read. What is in it is whole at any moment, and on the disk before it has its name; the names of
 * many are on the disk after {@link #sync}. Reading is thread-safe, writing is not.
 */
class ProofFiles implements TileReader {

    private static final String MADE_PREFIX = ".";
    private static final String MADE_SUFFIX = ".new";

    private final Path directory;

    /** With names that may not be on the disk yet. */
    private final Set<Path> unsynced = new LinkedHashSet<>();

    ProofFiles(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    @Override
    public byte[] read(String path) {
        try {
            return Files.readAllBytes(directory.resolve(path));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a file, if it is not like this already, and all names that {@link #put} left.
     *
     * @throws UncheckedIOException if it can't be written; then the one before is as it was
     */
    void write(String path, byte[] content) {
        put(path, content);
        sync();
    }

    /**
     * The same for one of many: its name is sure to be on the disk only after {@link #sync}. To write a directory through for
     * each of its files would take two thirds of all the time.
     */
    void put(String path, byte[] content) {
        Path file = directory.resolve(path);
        if (Arrays.equals(content, read(path))) {
            unsynced.add(file.getParent()); // whoever has written it may have died before its name was on the disk
            return;
        }
        try {
            try {
                replace(file, content);
            } catch (NoSuchFileException e) {
                replace(file, content); // another process has just taken the directory away
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the names through that came since the last time. */
    void sync() {
        try {
            for (Path named : unsynced) {
                force(named);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        unsynced.clear();
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory)) {
            names.force(true);
        } catch (NoSuchFileException e) {
            return; // another process has just taken it away, with its names
        }
    }

    private void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path made = Files.createTempFile(file.getParent(), MADE_PREFIX, MADE_SUFFIX);
        try {
            writeThrough(made, content);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(made);
        }
        unsynced.add(file.getParent());
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                to.write(rest);
            }
            to.force(true);
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /**
     * Takes away what a process that was killed had begun to write, here and below, if it was written before that time. Another
     * process that is still at it writes it again.
     */
    void sweep(Instant before) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.filter(ProofFiles::isHalfWritten)::iterator) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHalfWritten(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(MADE_PREFIX) && name.endsWith(MADE_SUFFIX) && Files.isRegularFile(file);
    }

    /** Takes away a directory of files that nobody needs any more; another process may do so too. */
    void forget(String path) {
        Path old = directory.resolve(path);
        try (Stream<Path> files = Files.list(old)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(old);
        } catch (NoSuchFileException | NotDirectoryException | DirectoryNotEmptyException e) {
            return; // there is none, or somebody writes it just now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
