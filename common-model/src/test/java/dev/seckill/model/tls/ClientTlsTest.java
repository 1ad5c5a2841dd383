package dev.seckill.model.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.settings.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientTlsTest {

    private final Problems problems = new Problems();

    @TempDir
    private Path folder;

    @Test
    void withoutAFileThereIsNothingToSet() {
        assertThat(ClientTls.read(named("ca", null), named("cert", null), named("key", null), problems))
                .isNull();
        assertThat(ClientTls.read(new NamedFile("--ca (CA)", Path.of("")), problems))
                .isNull();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void ownCaIsTrustedAndNoOther() {
        ClientTls tls = ClientTls.read(named("ca", "ca.pem"), problems);

        assertThat(tls.trusted()).hasSize(1);
        assertThat(tls.own()).isNull();
        assertThat(tls.context().getProtocol()).isEqualTo("TLS");
        assertThat(tls).hasToString("ClientTls[trusted=1 of its own, own=null]");
    }

    @Test
    void certificateIsShownWithItsKey() throws IOException {
        ClientTls tls = ClientTls.read(named("ca", null), named("cert", "one.pem"), secret("one-key.pem"), problems);

        assertThat(tls.trusted()).isEmpty();
        assertThat(tls.own().chain()).hasSize(2);
        assertThat(tls.context()).isNotNull();
        assertThat(tls.toString())
                .startsWith("ClientTls[trusted=the JVM's, own=Identity[certificate=CN=one, until=")
                .doesNotContainIgnoringCase("private");
    }

    @Test
    void expiresWithTheFirstOfItsCertificates() throws IOException {
        ClientTls both =
                ClientTls.read(named("ca", "ca.pem"), named("cert", "one.pem"), secret("one-key.pem"), problems);
        ClientTls trust = ClientTls.read(named("ca", "ca.pem"), problems);

        assertThat(trust.expires())
                .isEqualTo(trust.trusted().get(0).getNotAfter().toInstant());
        assertThat(both.expires())
                .isEqualTo(trust.expires())
                .isBefore(both.own().certificate().getNotAfter().toInstant());
    }

    @Test
    void saysWhichFileIsWrong() throws IOException {
        ClientTls.read(named("ca", "one-key.pem"), named("cert", "one.pem"), secret("two-key.pem"), problems);
        ClientTls.read(named("ca", null), named("cert", "one.pem"), named("key", null), problems);
        ClientTls.read(named("ca", null), named("cert", null), secret("one-key.pem"), problems);

        assertThat(problems.message().lines())
                .containsExactly(
                        "4 settings are wrong:",
                        "  --ca (CA): '" + Samples.file("one-key.pem") + "' holds no certificate in PEM",
                        "  --key (KEY): '" + folder.resolve("two-key.pem")
                                + "' holds a key that does not belong to the (first) certificate",
                        "  --cert (CERT): needs --key (KEY)",
                        "  --key (KEY): needs --cert (CERT)");
    }

    @Test
    void keyMustNotBeForAll() throws IOException {
        NamedFile key = secret("one-key.pem");
        Files.setPosixFilePermissions(key.path(), PosixFilePermissions.fromString("rw-r--r--"));

        ClientTls.read(named("ca", null), named("cert", "one.pem"), key, problems);

        assertThat(problems.message())
                .endsWith("--key (KEY): '" + key.path() + "' can be read by everybody; chmod o-r it");
    }

    private NamedFile secret(String file) throws IOException {
        return new NamedFile("--key (KEY)", Samples.secret(folder, file));
    }

    private static NamedFile named(String option, String file) {
        return new NamedFile(
                "--" + option + " (" + option.toUpperCase(Locale.ROOT) + ")", file == null ? null : Samples.file(file));
    }
}
