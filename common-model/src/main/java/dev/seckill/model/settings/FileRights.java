package dev.seckill.model.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Who may read a file that holds a secret. */
public final class FileRights {

    /** What is wrong with a file that is for all, and how to mend it. */
    public static final String FOR_ALL = "can be read by everybody; chmod o-r it";

    private FileRights() {}

    /** Whether any user of the machine may read it; false where files have no such rights. */
    public static boolean areForAll(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    /**
     * Requires that it is not for all.
     *
     * @throws IllegalArgumentException if it is, or cannot be read; words about the file
     */
    public static void requirePrivate(Path file) {
        boolean isForAll;
        try {
            isForAll = areForAll(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
        if (isForAll) {
            throw new IllegalArgumentException(FOR_ALL);
        }
    }
}
