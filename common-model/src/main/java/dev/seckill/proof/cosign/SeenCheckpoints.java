package dev.seckill.proof.cosign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The largest checkpoint of each log that was ever cosigned, a file for each. What is written is on the disk before it is said.
 * One process at a time, or two could sign two histories.
 */
public final class SeenCheckpoints implements AutoCloseable {

    private final Path directory;
    private final FileChannel lock;

    private SeenCheckpoints(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Those in a directory, which is made if it is missing.
     *
     * @throws UncheckedIOException if it can't be used, or another process does
     */
    public static SeenCheckpoints in(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lock =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lock)) {
                lock.close();
                throw new IOException(directory + " is used by another process");
            }
            return new SeenCheckpoints(directory, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    /** Null if none was seen. */
    Checkpoint of(String origin) {
        byte[] note = read(name(origin));
        return note == null ? null : Checkpoint.parse(Note.parse(note));
    }

    /** The file of this name; null if there is none. */
    byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void put(Checkpoint checkpoint) {
        Path file = directory.resolve(name(checkpoint.origin()));
        Path made = directory.resolve(name(checkpoint.origin()) + ".new");
        try {
            try (FileChannel to = FileChannel.open(
                    made, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(checkpoint.note().bytes());
                while (rest.hasRemaining()) {
                    to.write(rest);
                }
                to.force(true);
            }
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(directory)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands for an origin in the name of a file and in an address. */
    public static String name(String origin) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(origin.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is a part of every JDK", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
