package dev.seckill.proof.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {

    @ParameterizedTest
    @ValueSource(strings = {"verify", "audit"})
    void aNameThatNoFileCanHaveIsBadInputAndNoBrokenPromise(String command) {
        VerifierProcess.Run run = Asked.run(command, "a\0b");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run.err().lines()).singleElement().asString().startsWith(command + ": ");
    }

    @Test
    void aFileWhereAFolderIsNeededIsSaidToBeInTheWay(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        String key = folder.resolve("key").toString();
        Asked.run("keygen", "cosigner.example", key, "--type", "cosigner");
        String log = Asked.run(
                        "keygen", "shop.example/log", folder.resolve("log").toString())
                .out()
                .strip();

        VerifierProcess.Run run =
                Asked.run("cosign", "--listen", "127.0.0.1:0", "--state", file.toString(), "--key", key, "--log", log);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run.err()).doesNotContain("java.").contains(file.toString());
    }

    @Test
    void aCommandHasHelpToo() {
        VerifierProcess.Run run = Asked.run("verify", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("verify RECEIPT");
    }
}
