package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProofSettingsTest {

    @TempDir
    private Path data;

    @Test
    void keysAreMadeOnceAndStay() {
        Path folder = data.resolve("proof-keys");

        String[] settings = ProofSettings.in(folder);
        ShopKeyFiles files = new ShopKeyFiles(folder);
        ShopKeys made = ShopKeys.of(files.keys(), null);

        assertThat(settings).containsExactly("--origin=localhost/proofs", "--proof-keys=" + folder);
        assertThat(made.base()).isEqualTo(ProofSettings.ORIGIN);
        assertThat(made.logKeys()).containsExactly(files.key(Role.LOG).key());

        assertThat(ProofSettings.in(folder)).isEqualTo(settings);
        assertThat(ShopKeys.of(files.keys(), null)).isEqualTo(made);
    }
}
