package dev.seckill.model.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityFilesTest {

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void placeTheFirst() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        place("one");
    }

    @Test
    void newFilesAreTakenOnce() throws IOException {
        IdentityFiles files = files();
        assertThat(files.look()).isEmpty();

        place("two");

        assertThat(files.look()).get().extracting(IdentityFilesTest::name).isEqualTo("CN=two");
        assertThat(files.look()).isEmpty();
        assertThat(name(files.current())).isEqualTo("CN=two");
        assertThat(files.doubt()).isEmpty();
    }

    @Test
    void badFilesAreToldOnceAndTheOldStay() throws IOException {
        IdentityFiles files = files();
        Files.copy(Samples.file("two.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(files::look)
                .hasMessage("'" + key + "' holds a key that does not belong to the (first) certificate");
        assertThat(files.look()).isEmpty();
        Files.delete(certificate);
        assertThatThrownBy(files::look).hasMessage("'" + certificate + "' cannot be read");
        assertThat(name(files.current())).isEqualTo("CN=one");

        place("two");
        assertThat(files.look()).isPresent();
    }

    @Test
    void expiredOneTakesNoOthersPlace() throws IOException {
        IdentityFiles files = files();
        place("over");

        assertThatThrownBy(files::look).hasMessage("'" + certificate + "' has expired on 2021-01-01T00:00:00Z");
        assertThat(name(files.current())).isEqualTo("CN=one");
        assertThat(files().doubt()).contains("'" + certificate + "' has expired on 2021-01-01T00:00:00Z");
    }

    @Test
    void badFilesAtTheStartAreToldByName() throws IOException {
        Files.writeString(key, "nothing");

        assertThatThrownBy(this::files).hasMessage("'" + key + "' holds no private key in PEM");
    }

    @Test
    void certificatesInDisorderAreBad() throws IOException {
        Files.writeString(
                certificate, Files.readString(Samples.file("over.pem")) + Files.readString(Samples.file("two.pem")));
        Files.copy(Samples.file("over-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(this::files)
                .hasMessage("'" + certificate
                        + "' holds certificates that do not follow each other: the own one first, then its issuer's");
    }

    private IdentityFiles files() {
        return new IdentityFiles(new ServerTls(certificate, key, Duration.ofMinutes(1)), Clock.systemUTC());
    }

    private void place(String name) throws IOException {
        Files.copy(Samples.file(name + ".pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Samples.file(name + "-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(Identity identity) {
        return identity.certificate().getSubjectX500Principal().getName();
    }
}
