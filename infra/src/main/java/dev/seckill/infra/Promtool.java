package dev.seckill.infra;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Prometheus' own check of what it is told, where it is installed. */
public final class Promtool {

    private final Path program;

    private Promtool(Path program) {
        this.program = program;
    }

    /** The one on the PATH; empty if there is none. */
    public static Optional<Promtool> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Promtool::new);
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
