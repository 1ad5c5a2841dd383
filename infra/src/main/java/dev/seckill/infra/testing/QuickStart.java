package dev.seckill.infra.testing;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.process.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A quick start for a jar, for tests, which start theirs dozens of times and use each for a moment: compiled less, and with
 * an archive of the classes that it loads (class data sharing). A start costs a third then.
 *
 * @param jar a runnable jar
 */
public record QuickStart(Path jar) {

    private static final List<String> COMPILED_LESS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto");

    /** Options for a JVM that runs the jar. */
    public List<String> options() {
        List<String> options = new ArrayList<>(COMPILED_LESS);
        List<String> ofTheBuild = ClassArchive.of(jar).options();
        if (!ofTheBuild.isEmpty()) {
            options.addAll(ofTheBuild);
        } else if (Files.exists(archive())) {
            options.add("-XX:SharedArchiveFile=" + archive());
        }
        return options;
    }

    /**
     * Makes the archive, once per build of the jar, unless the build itself made one: runs the jar until it is ready; told
     * to, its JVM writes the archive when it ends. Without it the jar only starts more slowly.
     *
     * @param training how to run the jar, without these options
     */
    public void makeOnce(AppCommand training) {
        if (Files.exists(archive()) || !ClassArchive.of(jar).options().isEmpty()) {
            return;
        }
        Path draft = archive()
                .resolveSibling(
                        archive().getFileName() + "-" + ProcessHandle.current().pid());
        List<String> options = new ArrayList<>(COMPILED_LESS);
        options.add("-XX:ArchiveClassesAtExit=" + draft);
        AppProcess.start(training.withJvmOptions(options.toArray(String[]::new)))
                .close();
        try {
            Files.move(draft, archive(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of this build of the jar and this Java; it fits no others. */
    private Path archive() {
        try {
            return jar.resolveSibling(String.format(
                    Locale.ROOT,
                    "%s-%d-java-%s.jsa",
                    jar.getFileName(),
                    Files.getLastModifiedTime(jar).toMillis(),
                    System.getProperty("java.vm.version")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
