package dev.seckill.proof.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class VerifierJarIT {

    private static final long BYTES_MAX = 200_000;

    @Test
    void isSmallAndHoldsOnePackageAlone() throws IOException {
        assertThat(Files.size(VerifierProcess.jar())).isLessThan(BYTES_MAX);
        try (JarFile jar = new JarFile(VerifierProcess.jar().toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("dev/seckill/proof/"));
        }
    }

    @Test
    void saysHowItIsUsed() {
        VerifierProcess.Run help = VerifierProcess.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("consistency OLD NEW", "keygen", "cosign");
        assertThat(VerifierProcess.run().exitCode()).isEqualTo(2);
        assertThat(VerifierProcess.run("prove").err()).contains("consistency OLD NEW");
    }

    @Test
    void namesWhatIsWrongWithAnArgument() {
        assertThat(VerifierProcess.run("consistency", "a", "b", "--kees", "c").err())
                .isEqualTo("consistency: there is no option --kees\n");
        assertThat(VerifierProcess.run("consistency", "a", "b", "--keys").err())
                .isEqualTo("consistency: --keys needs a value\n");
        assertThat(VerifierProcess.run("consistency", "a", "b").err()).isEqualTo("consistency: --keys must be given\n");
        assertThat(VerifierProcess.run("consistency", "a").exitCode()).isEqualTo(2);
        assertThat(VerifierProcess.run("consistency", "a", "b", "--keys", "no-such-file")
                        .err())
                .isEqualTo("consistency: there is no file no-such-file\n");
    }
}
