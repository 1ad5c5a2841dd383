package dev.seckill.infra.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prometheus' own check of what it is told, for tests that {@link dev.seckill.infra.testing.NeedsPrometheus} marks.
 *
 * @param program where it lies
 */
public record Promtool(Path program) {

    /**
     * The one on the PATH.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public static Promtool ofThisMachine() {
        return new Promtool(PathProgram.find("promtool").orElseThrow());
    }

    /** What it has to say of a scrape; empty if that is as it should be. */
    public String complaints(String scrape) {
        try {
            Path file = Files.createTempFile("scrape", ".txt");
            try {
                Files.writeString(file, scrape);
                Process check = new ProcessBuilder(program.toString(), "check", "metrics")
                        .redirectInput(file.toFile())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                int exitCode = check.waitFor();
                return exitCode == 0 || !said.isBlank() ? said : "exit code " + exitCode;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
