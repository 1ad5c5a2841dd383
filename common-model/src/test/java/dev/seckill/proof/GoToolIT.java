package dev.seckill.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seckill.proof.text.EventLeaf;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code golang.org/x/mod/sumdb/note} and {@code tlog}, which we did not write, take our checkpoints and proofs as they are.
 * Needs Go and that module, in Debian {@code golang-go} and {@code golang-golang-x-mod-dev}.
 */
@Timeout(300)
final class GoToolIT {

    private static final SampleJournal JOURNAL = SampleJournal.whole();
    private static final Path MODULES = Path.of(System.getProperty("go.path", "/usr/share/gocode"));
    private static final long PATIENCE_SECONDS = 240; // Go compiles its own library first

    @TempDir
    private Path directory;

    @BeforeEach
    void needsGo() {
        boolean isThere = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")))
                && Files.isDirectory(MODULES.resolve("src/golang.org/x/mod/sumdb/tlog"));
        if (!isThere) {
            System.err.println("proofs read by Go - skipped: no go on the PATH, or no golang.org/x/mod in " + MODULES
                    + " (Debian: apt-get install golang-go golang-golang-x-mod-dev)");
        }
        assumeTrue(isThere, "go");
    }

    private String go(String proof) throws IOException, InterruptedException {
        Path program = directory.resolve("main.go");
        try (InputStream source = GoToolIT.class.getResourceAsStream("c2sp/main.go")) {
            Files.write(program, source.readAllBytes());
        }
        Path file = Files.writeString(directory.resolve("proof"), proof);
        Path said = directory.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(
                        "go",
                        "run",
                        program.toString(),
                        SampleShop.LOG_OF_SALE.key().toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("GOPATH", MODULES.toString());
        builder.environment().put("GO111MODULE", "off");
        builder.environment().putIfAbsent("GOCACHE", directory.resolve("cache").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new String(Files.readAllBytes(said), UTF_8);
    }

    @Test
    void itTakesOurProofAndOurCheckpointAsTheyAre() throws IOException, InterruptedException {
        String proof = JOURNAL.proof(2, JOURNAL.checkpoint(SampleShop.BIRTH.plusSeconds(60)))
                .toString();
        SampleJournal other = JOURNAL.with(EventLeaf.ofVoid(SampleShop.ORIGIN, 3));

        assertThat(go(proof)).isEqualTo("leaf 1 is in the tree of 10 leaves that " + SampleShop.ORIGIN + " signed\n");
        assertThat(go(proof.replace(
                        JOURNAL.proof(2, JOURNAL.checkpoint()).path().get(0).toString(),
                        other.root().toString())))
                .contains("invalid transparency proof");
        assertThat(go(proof.replace("\n10\n", "\n11\n"))).contains("invalid signature");
    }
}
