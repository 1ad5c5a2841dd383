package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lines of shell in the README, which check a receipt without a program of ours. */
@Timeout(300)
final class ByHandIT {

    private static final Pattern BLOCK = Pattern.compile("```\n(root=.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsOpenSsl() {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
        if (!isThere) {
            System.err.println("a receipt by hand - skipped: no openssl on the PATH");
        }
        assumeTrue(isThere, "openssl");
    }

    private String run(String receipt) throws IOException, InterruptedException {
        String script = BLOCK.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .findFirst()
                .orElseThrow();
        Files.writeString(directory.resolve("my.receipt.json"), receipt);
        Process bash = new ProcessBuilder("bash", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), UTF_8);
        bash.waitFor();
        return said;
    }

    private static String receipt() throws IOException {
        try (InputStream file = ByHandIT.class.getResourceAsStream("/dev/seckill/proof/text/zoe.receipt.json")) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aGoodReceiptIsSignedFourTimesAndStandsInTheTree() throws IOException, InterruptedException {
        String said = run(receipt());

        assertThat(said.lines())
                .containsExactly(
                        "keys: Signature Verified Successfully",
                        "receipt: Signature Verified Successfully",
                        "certificate: Signature Verified Successfully",
                        "checkpoint: Signature Verified Successfully",
                        "the receipt is event 2 of the 10 that the shop signed");
    }

    @Test
    void aChangedOneIsNot() throws IOException, InterruptedException {
        String said = run(receipt().replaceFirst("units -1", "units -2"));

        assertThat(said)
                .contains(
                        "keys: Signature Verified Successfully",
                        "receipt: Signature Verification Failure",
                        "the receipt is NOT in the tree")
                .doesNotContain("the receipt is event");
    }

    @Test
    void ofOneThatIsInNoTreeYetNothingIsSaidAgainstTheShop() throws IOException, InterruptedException {
        String said = run(receipt().replaceFirst("\"proof\":\"[^\"]*\"", "\"proof\":null"));

        assertThat(said.lines()).containsExactly("not in it yet: a proof. Fetch it again.");
    }
}
