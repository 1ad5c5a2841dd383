package dev.seckill.infra.observe;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A program that this machine has or has not. */
public final class PathProgram {

    private PathProgram() {}

    /** The first one of this name on the PATH; empty if there is none. */
    public static Optional<Path> find(String name) {
        return find(name, System.getenv().getOrDefault("PATH", "/usr/bin"));
    }

    static Optional<Path> find(String name, String folders) {
        for (String folder : folders.split(File.pathSeparator)) {
            Path file = Path.of(folder).resolve(name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file.toAbsolutePath());
            }
        }
        return Optional.empty();
    }
}
