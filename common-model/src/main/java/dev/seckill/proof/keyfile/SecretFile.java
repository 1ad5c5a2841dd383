package dev.seckill.proof.keyfile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that its owner alone can read. */
public final class SecretFile {

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final int BYTES_MAX = 1024;

    private SecretFile() {}

    /**
     * Writes a new one, which nobody else can read at any moment.
     *
     * @throws BadFileException if there is such a file already, or it can't be written
     */
    public static void write(Path file, byte[] content) {
        FileAttribute<?>[] rights =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                        : new FileAttribute<?>[0];
        try (SeekableByteChannel to = Files.newByteChannel(file, NEW, rights)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                to.write(rest);
            }
            if (to instanceof FileChannel channel) {
                channel.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw new BadFileException(file + " is there already, and a key is not written over", e);
        } catch (IOException e) {
            throw new BadFileException(file + " can't be written (" + e + ")", e);
        }
    }

    /**
     * What one holds, without white space at its ends.
     *
     * @throws BadFileException if it is not there, too long, or somebody else may read it
     */
    public static String read(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new BadFileException(file + " must be readable by its owner alone (chmod 600)");
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new BadFileException(file + " is no key: it is longer than " + BYTES_MAX + " bytes");
            }
            return Files.readString(file, US_ASCII).strip();
        } catch (NoSuchFileException e) {
            throw new BadFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new BadFileException(file + " can't be read (" + e + ")", e);
        }
    }
}
