package dev.seckill.infra.embedded;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The folder of one stack, held against other stacks until it is closed or this JVM ends. */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder; it is made if missing.
     *
     * @throws StartFailedException if another stack holds it
     */
    static DataFolder lock(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel lockFile = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!isLocked(lockFile)) {
                String holder = content(lockFile);
                lockFile.close();
                throw new StartFailedException(
                        "stack",
                        String.format(
                                Locale.ROOT,
                                "%s is in use by another stack (pid=%s); choose another folder",
                                path,
                                holder));
            }
            lockFile.truncate(0);
            lockFile.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, lockFile);
        } catch (IOException e) {
            throw new StartFailedException("stack", "can't use the folder " + path + ": " + FileFailure.reason(e), e);
        }
    }

    private static boolean isLocked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held in this JVM
        }
    }

    private static String content(FileChannel lockFile) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        lockFile.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    }

    /** The data of one server. */
    Path of(String program) {
        return path.resolve(program);
    }

    /** The log of one program. */
    Path log(String program) {
        return path.resolve("logs").resolve(program + ".log");
    }

    /** Lets other stacks have the folder. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new IllegalStateException("can't release " + path, e);
        }
    }
}
