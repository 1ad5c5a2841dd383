package dev.seckill.infra.testing;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.process.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        if (!ClassArchive.of(jar).options().isEmpty()) {
            return;
        }
        Path lock = jar.resolveSibling(jar.getFileName() + ".lock");
        // Of two JVMs that share out the tests of a module the second one waits and finds it made.
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            if (!Files.exists(archive())) {
                make(training);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make(AppCommand training) throws IOException {
        Path draft = archive().resolveSibling(archive().getFileName() + "-draft");
        List<String> options = new ArrayList<>(COMPILED_LESS);
        options.add("-XX:ArchiveClassesAtExit=" + draft);
        AppProcess.start(training.withJvmOptions(options.toArray(String[]::new)))
                .close();
        Files.move(draft, archive(), StandardCopyOption.ATOMIC_MOVE);
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
