package dev.seckill.infra.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner can read, from their first moment on; where a system knows such rights. */
public final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, rights("rwx------"));
        }
    }

    /** A file that is written anew; what was in it is gone. */
    static Path empty(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(file, rights("rw-------"));
    }

    /** Writes a file anew. */
    public static Path write(Path file, String text) throws IOException {
        return Files.write(empty(file), text.getBytes(US_ASCII));
    }

    private static FileAttribute<?>[] rights(String rights) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
