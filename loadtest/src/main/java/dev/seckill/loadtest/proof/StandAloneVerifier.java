package dev.seckill.loadtest.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The jar that strangers check receipts with, in a JVM that has nothing else of the project.
 *
 * @param jar as the build of common-model made it
 */
public record StandAloneVerifier(Path jar) {

    private static final Duration RUN_WAIT = Duration.ofMinutes(2);
    private static final String NAME = "common-model-*-verifier.jar";

    /**
     * The jar in a checkout.
     *
     * @throws IOException if it was not built
     */
    public static StandAloneVerifier find(Path checkout) throws IOException {
        Path folder = checkout.resolve("common-model/target");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(folder.getFileSystem().getPathMatcher("glob:**/" + NAME)::matches)
                    .findFirst()
                    .map(StandAloneVerifier::new)
                    .orElseThrow(() -> new IOException("there is no " + NAME + " in " + folder));
        }
    }

    /**
     * Checks receipts and keeps what it says.
     *
     * @param key the shop's root key; null takes each receipt's own word for it
     * @param output where its words go
     * @return the lines of its words
     * @throws IOException if it did not end in time, or had nothing to say
     */
    List<String> verify(List<Path> receipts, String key, Path output) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        receipts.forEach(file -> arguments.add(file.toString()));
        if (key != null) {
            arguments.addAll(List.of("--key", key));
        }
        return run("-XX:TieredStopAtLevel=1", "verify", arguments, output);
    }

    /**
     * Audits the files of a sale and keeps what it says.
     *
     * @param key the shop's root key
     * @param heap bounds the memory of its JVM, such as {@code -Xmx256m}
     * @throws IOException as above
     */
    public List<String> audit(Path sale, String key, String heap, Path output)
            throws IOException, InterruptedException {
        return run(heap, "audit", List.of(sale.toString(), "--key", key), output);
    }

    private List<String> run(String jvmOption, String name, List<String> arguments, Path output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                jvmOption,
                "-jar",
                jar.toString(),
                name));
        command.addAll(arguments);
        Process verifier = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!verifier.waitFor(RUN_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the verifier did not end within " + RUN_WAIT.toSeconds() + " s, see " + output);
            }
        } finally {
            verifier.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
