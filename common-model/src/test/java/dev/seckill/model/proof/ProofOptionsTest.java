package dev.seckill.model.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.settings.Problems;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProofOptionsTest {

    private final ProofOptions options = new ProofOptions();
    private final Problems problems = new Problems();

    private ProofKeys toKeys() {
        return options.toKeys(Role.LOG, Instant.EPOCH, problems);
    }

    @Test
    void withoutBothNothingIsProven() {
        assertThat(toKeys()).isNull();
        options.origin = "";
        options.proofKeys = Path.of("");
        assertThat(toKeys()).isNull();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void oneNeedsTheOther() {
        options.origin = "shop.example";
        assertThat(toKeys()).isNull();
        options.origin = null;
        options.proofKeys = Path.of("keys");
        assertThat(toKeys()).isNull();

        assertThat(problems.message())
                .contains("--origin (PROOF_ORIGIN): needs --proof-keys", "--proof-keys (PROOF_KEYS): needs --origin");
    }

    @Test
    void saysWhatIsWrongWithEach() {
        options.origin = "https://shop.example/";
        options.proofKeys = Path.of("no-such-folder");
        assertThat(toKeys()).isNull();
        options.origin = "shop.example";
        assertThat(toKeys()).isNull();

        assertThat(problems.message())
                .contains(
                        "--origin (PROOF_ORIGIN): a base must be",
                        "--proof-keys (PROOF_KEYS): there is no folder no-such-folder");
    }
}
