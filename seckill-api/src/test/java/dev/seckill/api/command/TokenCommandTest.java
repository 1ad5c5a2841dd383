package dev.seckill.api.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenCommandTest {

    private static final String SECRET = "a secret of more than 32 bytes in all";

    private final Problems problems = new Problems();

    @TempDir
    Path folder;

    @Test
    void signsATokenForOneBuyer() throws Exception {
        List<String> lines =
                run("--buyer", "Änne", "--for", "2h", "--buyer-issuer", "shop", "--buyer-audience", "sale");

        assertThat(lines).hasSize(1);
        SignedJWT token = SignedJWT.parse(lines.get(0));
        assertThat(token.verify(new MACVerifier(SECRET))).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("Änne");
        assertThat(claims.getIssuer()).isEqualTo("shop");
        assertThat(claims.getAudience()).containsExactly("sale");
        assertThat(claims.getExpirationTime().toInstant())
                .isBetween(Instant.now().plusSeconds(7100), Instant.now().plusSeconds(7200));
    }

    @Test
    void signsTokensForManyBuyersOneOnEachLine() throws Exception {
        List<String> lines = run("--count", "3", "--prefix", "b-");

        assertThat(lines).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(SignedJWT.parse(lines.get(i)).getJWTClaimsSet().getSubject())
                    .isEqualTo("b-" + (i + 1));
        }
    }

    @Test
    void signsWithAPrivateKey() throws Exception {
        Path key = folder.resolve("key.json");
        Files.writeString(
                key,
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\","
                        + "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

        List<String> lines = run("--buyer", "ann", "--buyer-key-file", key.toString());

        assertThat(JWSObject.parse(lines.get(0)).getHeader().toString()).contains("EdDSA", "\"kid\":\"k\"");
    }

    @Test
    void tellsWhatIsWrongAndNothingOfASecret() throws Exception {
        run(Map.of());
        assertThat(problems.message()).contains("there is nothing to sign with: give BUYER_SECRET");

        Path key = folder.resolve("key.json");
        Files.writeString(key, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"s3cret\"}");
        run("--buyer-key-file", key.toString(), "--prefix", "x".repeat(128));
        assertThat(problems.message())
                .contains("--buyer-key-file (BUYER_KEY_FILE)")
                .contains("--prefix (TOKEN_PREFIX)")
                .doesNotContain("s3cret");
    }

    private List<String> run(String... arguments) {
        return run(Map.of("BUYER_SECRET", SECRET), arguments);
    }

    private List<String> run(Map<String, String> environment, String... arguments) {
        TokenCommand command = new TokenCommand();
        new CommandReader(command, environment).read(problems, arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = command.run(problems, new PrintStream(out, false, UTF_8));
        assertThat(exitCode).isEqualTo(problems.isEmpty() ? 0 : ApiCommand.BAD_USAGE);
        return out.toString(UTF_8).lines().toList();
    }
}
