package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jar, run as a stranger runs it. */
final class VerifierProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;
    private static final String HEAP = "-Xmx128m";

    private final Process process;
    private final BufferedReader lines;

    private VerifierProcess(String heap, Path errors, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=ISO-8859-1",
                "-jar",
                jar().toString()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(
                            errors == null
                                    ? ProcessBuilder.Redirect.INHERIT
                                    : ProcessBuilder.Redirect.to(errors.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** What a run came to. */
    record Run(int exitCode, String out, String err) {}

    /** Runs it to its end. */
    static Run run(String... arguments) {
        return runIn(HEAP, arguments);
    }

    /** The same with another bound of its memory, such as {@code -Xmx32m}. */
    static Run runIn(String heap, String... arguments) {
        try {
            Path errors = Files.createTempFile("verifier", ".err");
            try (VerifierProcess process = new VerifierProcess(heap, errors, arguments)) {
                String out = new String(process.process.getInputStream().readAllBytes(), UTF_8);
                assertThat(process.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                return new Run(process.process.exitValue(), out, Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts one that goes on until it is closed. */
    static VerifierProcess start(String... arguments) {
        return new VerifierProcess(HEAP, null, arguments);
    }

    String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jar() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-verifier.jar"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
