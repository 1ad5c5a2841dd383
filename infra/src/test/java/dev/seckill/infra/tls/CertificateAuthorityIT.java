package dev.seckill.infra.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** It runs keytool. */
@Timeout(300)
final class CertificateAuthorityIT {

    @TempDir
    private Path folder;

    @Test
    void signsForThisMachineForAnotherOneAndForTheDaysThatAreOver() throws Exception {
        CertificateAuthority authority = CertificateAuthority.in(folder.resolve("a"));
        PublicKey signer = only(authority.certificate()).getPublicKey();
        X509Certificate here = first(authority.server("here").certificate());
        here.verify(signer);
        here.checkValidity();
        assertThat(names(here)).contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

        X509Certificate elsewhere = first(authority.elsewhere("elsewhere").certificate());
        elsewhere.verify(signer);
        elsewhere.checkValidity();
        assertThat(names(elsewhere)).containsExactly("elsewhere.invalid");

        X509Certificate expired = first(authority.expired("expired").certificate());
        expired.verify(signer);
        assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);

        PublicKey other =
                only(CertificateAuthority.in(folder.resolve("b")).certificate()).getPublicKey();
        assertThatThrownBy(() -> here.verify(other)).isInstanceOf(SignatureException.class);
    }

    @Test
    void keepsWhatHoldsAKeyForItsOwner() throws Exception {
        Path made = folder.resolve("c");
        IssuedCertificate client = CertificateAuthority.in(made).client("client", "somebody");

        assertThat(rights(made)).isEqualTo("rwx------");
        for (Path secret : List.of(client.key(), client.bundle(), client.keyStore())) {
            assertThat(rights(secret)).isEqualTo("rw-------");
        }
        assertThat(Files.readString(client.bundle()))
                .isEqualTo(Files.readString(client.key()) + Files.readString(client.certificate()));
        KeyStore store = KeyStore.getInstance(client.keyStore().toFile(), IssuedCertificate.PASSWORD.toCharArray());
        assertThat(store.getCertificate("client")).isEqualTo(first(client.certificate()));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Object> names(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream()
                .<Object>map(name -> name.get(1))
                .toList();
    }

    private static X509Certificate only(Path file) throws Exception {
        assertThat(all(file)).hasSize(1);
        return first(file);
    }

    private static X509Certificate first(Path file) throws Exception {
        return (X509Certificate) all(file).iterator().next();
    }

    private static Collection<?> all(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
