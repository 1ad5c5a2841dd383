package dev.seckill.infra.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The archive of loaded classes that the build made beside a jar, with which the jar starts in half the time. It fits
 * that build of the jar and the Java of the build; any other Java starts the jar without it.
 *
 * @param jar a runnable jar
 * @param vmVersion the version of the virtual machine that is to run it, as in {@code java.vm.version}
 */
public record ClassArchive(Path jar, String vmVersion) {

    /**
     * The file extension of an archive: up to Java 24, and from 25 on. A JVM complains of an archive that does not fit, by
     * default on standard output, among what the program prints: so it is told to do that on standard error.
     */
    private enum Kind {
        JSA("-XX:SharedArchiveFile=", List.of("-Xlog:cds*=off:stdout", "-Xlog:cds*=warning:stderr")),
        AOT("-XX:AOTCache=", List.of("-Xlog:aot*=off:stdout", "-Xlog:cds*=off:stdout", "-Xlog:aot*=warning:stderr"));

        private final String option;
        private final List<String> logging;

        Kind(String option, List<String> logging) {
            this.option = option;
            this.logging = logging;
        }
    }

    /** The archive for the Java that runs this. */
    public static ClassArchive of(Path jar) {
        return new ClassArchive(jar, System.getProperty("java.vm.version"));
    }

    /** Options for a JVM that runs the jar; none if there is no archive that fits. */
    public List<String> options() {
        for (Kind kind : Kind.values()) {
            Optional<Path> file = file(kind);
            if (file.isPresent()) {
                List<String> options = new ArrayList<>(kind.logging);
                options.add(kind.option + file.get());
                return options;
            }
        }
        return List.of();
    }

    private Optional<Path> file(Kind kind) {
        String program = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        Path file =
                jar.resolveSibling(program + "-" + vmVersion + "." + kind.name().toLowerCase(Locale.ROOT));
        return Files.isRegularFile(file) && !isOlderThanJar(file) ? Optional.of(file) : Optional.empty();
    }

    private boolean isOlderThanJar(Path file) {
        try {
            return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
