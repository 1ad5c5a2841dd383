package dev.seckill.infra.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words: the message of most exceptions of the JDK is the path alone. */
public final class FileFailure {

    private FileFailure() {}

    /** For people: which file, and why. */
    public static String reason(IOException failure) {
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getMessage() + ": " + why(file);
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static String why(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "no right to do that as user " + System.getProperty("user.name")
                    + "; is it another user's checkout or folder?";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "exists already, and is no folder that could be used";
        }
        return failure.getClass().getSimpleName();
    }
}
