package dev.seckill.loadtest.proof;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jar that strangers check receipts with, in a JVM that has nothing else of the project. */
public final class StandAloneVerifier {

    /** Receipts of one JVM: their names have to fit on a command line. */
    private static final int FILES_MAX = 1000;

    /** For what ends soon. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    /** With them a JVM tells of itself before the first verdict. */
    private static final Set<String> JVM_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final Duration RUN_WAIT = Duration.ofMinutes(2);
    private static final String NAME = "common-model-*-verifier.jar";

    private final Path jar;
    private final String rootKey;

    private StandAloneVerifier(Path jar, String rootKey) {
        this.jar = jar;
        this.rootKey = rootKey;
    }

    /**
     * The jar in a checkout, as the build of common-model made it.
     *
     * @param rootKey the shop's; null takes each receipt's own word for it
     * @throws IOException if it was not built
     */
    public static StandAloneVerifier find(Path checkout, String rootKey) throws IOException {
        Path folder = checkout.resolve("common-model/target");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(folder.getFileSystem().getPathMatcher("glob:**/" + NAME)::matches)
                    .findFirst()
                    .map(jar -> new StandAloneVerifier(jar, rootKey))
                    .orElseThrow(() -> new IOException("there is no " + NAME + " in " + folder));
        }
    }

    /**
     * Checks receipts and keeps what it says.
     *
     * @param output where its words go; what was there is gone
     * @param options further ones of {@code verify}
     * @return what it found of each receipt, in a sentence that begins with a word such as {@code PROVEN:}; without those
     *     that it said nothing of
     * @throws IOException if it did not end in time
     */
    public Map<Path, String> verify(List<Path> receipts, Path output, String... options)
            throws IOException, InterruptedException {
        Files.deleteIfExists(output);
        Map<Path, String> found = new LinkedHashMap<>();
        int said = 0;
        for (int from = 0; from < receipts.size(); from += FILES_MAX) {
            List<Path> some = receipts.subList(from, Math.min(receipts.size(), from + FILES_MAX));
            List<String> arguments = new ArrayList<>(List.of("verify"));
            some.forEach(file -> arguments.add(file.toString()));
            arguments.addAll(List.of(options));
            run(QUICK_START, arguments, output);
            List<String> words = Files.readAllLines(output);
            found.putAll(read(some, words.subList(said, words.size())));
            said = words.size();
        }
        return found;
    }

    /**
     * Holds a checkpoint that somebody kept against a sale's files.
     *
     * @param output where its words go; what was there is gone
     * @return what it found, in a sentence that begins with a word such as {@code PROVEN:}
     * @throws IOException if it did not end in time, or had nothing to say
     */
    public String consistency(Path checkpoint, Path files, Path output) throws IOException, InterruptedException {
        Files.deleteIfExists(output);
        run(
                QUICK_START,
                List.of(
                        "consistency",
                        checkpoint.toString(),
                        files.resolve("checkpoint").toString(),
                        "--keys",
                        files.resolve("keys").toString(),
                        "--leaves",
                        files.toString()),
                output);
        return Files.readAllLines(output).stream()
                .findFirst()
                .orElseThrow(() -> new IOException("the verifier said nothing of " + files));
    }

    /**
     * Audits the files of a sale and keeps what it says.
     *
     * @param heap bounds the memory of its JVM, such as {@code -Xmx256m}
     * @param output where its words go; what was there is gone
     * @return the lines of its words
     * @throws IOException if it did not end in time
     */
    public List<String> audit(Path sale, String heap, Path output) throws IOException, InterruptedException {
        Files.deleteIfExists(output);
        run(heap, List.of("audit", sale.toString()), output);
        return Files.readAllLines(output);
    }

    private void run(String jvmOption, List<String> arguments, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), jvmOption, "-jar", jar.toString()));
        command.addAll(arguments);
        if (rootKey != null) {
            command.addAll(List.of("--key", rootKey));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeAll(JVM_VARIABLES);
        Process verifier = builder.start();
        try {
            if (!verifier.waitFor(RUN_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the verifier did not end within " + RUN_WAIT.toSeconds() + " s, see " + output);
            }
        } finally {
            verifier.destroyForcibly();
        }
    }

    /** Of several receipts each verdict stands below the receipt's name. */
    static Map<Path, String> read(List<Path> receipts, List<String> words) {
        Map<Path, String> found = new LinkedHashMap<>();
        if (receipts.size() == 1) {
            words.stream().findFirst().ifPresent(verdict -> found.put(receipts.get(0), verdict));
            return found;
        }
        Map<String, Path> names = new LinkedHashMap<>();
        receipts.forEach(file -> names.put(file.toString(), file));
        for (int line = 0; line + 1 < words.size(); line++) {
            Path file = names.get(words.get(line));
            if (file != null) {
                found.put(file, words.get(line + 1));
            }
        }
        return found;
    }

    /** What a verdict comes to: {@code BROKEN-1} of {@code BROKEN-1: the receipt promises …}. */
    public static String word(String verdict) {
        Objects.requireNonNull(verdict, "verdict");
        int end = verdict.indexOf(':');
        return end < 0 ? verdict : verdict.substring(0, end);
    }
}
