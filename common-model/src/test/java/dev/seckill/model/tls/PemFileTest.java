package dev.seckill.model.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PemFileTest {

    /** Of PKCS #8 around a key of RSA, 2048 bits: what comes before PKCS #1. */
    private static final int AROUND_RSA = 26;

    @TempDir
    private Path folder;

    @Test
    void certificatesComeInTheOrderOfTheFileWhateverElseIsInIt() throws Exception {
        Path mixed = folder.resolve("mixed.pem");
        Files.writeString(
                mixed,
                "Bag Attributes: some text\r\n"
                        + Files.readString(Samples.file("one-key.pem"))
                        + Files.readString(Samples.file("one.pem")).replace("\n", "\r\n"));

        assertThat(PemFile.read(mixed).certificates())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=one", "CN=Test CA");
        assertThat(PemFile.read(mixed).key()).isEqualTo(key("one-key.pem"));
    }

    @Test
    void keysAreTakenInTheirOlderFormsToo() throws Exception {
        ECPrivateKey older = (ECPrivateKey) key("one-key-sec1.pem");
        assertThat(older.getS()).isEqualTo(((ECPrivateKey) key("one-key.pem")).getS());
        assertThat(new Identity(PemFile.read(Samples.file("one.pem")).certificates(), older))
                .isNotNull(); // on the same curve

        for (int bits : new int[] {2048, 4096}) {
            PrivateKey rsa = made("RSA", bits);
            byte[] encoded = rsa.getEncoded();
            byte[] pkcs1 = Arrays.copyOfRange(encoded, AROUND_RSA, encoded.length);
            assertThat(PemFile.read(pem("RSA PRIVATE KEY", pkcs1)).key()).isEqualTo(rsa);
            assertThat(PemFile.read(pem("PRIVATE KEY", encoded)).key()).isEqualTo(rsa);
        }
    }

    @Test
    void keyOfEd25519IsTaken() throws Exception {
        PrivateKey key = made("Ed25519", 255);

        assertThat(PemFile.read(pem("PRIVATE KEY", key.getEncoded())).key()).isEqualTo(key);
    }

    @Test
    void saysWhatIsWrongAndNothingOfTheContent() throws Exception {
        assertWrong(folder.resolve("none.pem"), "cannot be read");
        assertWrong(folder, "cannot be read");
        assertWrong(write(""), "holds no private key in PEM");
        assertWrong(Samples.file("one.pem"), "holds no private key in PEM");
        assertWrong(
                Samples.file("one-key-encrypted.pem"),
                "holds an encrypted key; it must not be encrypted, but readable for the program alone");
        assertWrong(
                pem("RSA PRIVATE KEY", "no key".getBytes(US_ASCII)),
                "holds a private key that is none of RSA, an elliptic curve or Ed25519");
        assertWrong(pem("EC PRIVATE KEY", new byte[] {0x30, 0x7F, 1}), "holds a private key that cannot be read");
        assertWrong(
                pem("DSA PRIVATE KEY", new byte[] {1}),
                "holds a private key of a kind that is not taken: DSA PRIVATE KEY");
        assertWrong(write("x".repeat((1 << 20) + 1)), "has more than 1048576 bytes");
        assertThatThrownBy(() -> PemFile.read(Samples.file("one-key.pem")).certificates())
                .hasMessage("holds no certificate in PEM");
        assertThatThrownBy(
                        () -> PemFile.read(pem("CERTIFICATE", new byte[] {1})).certificates())
                .hasMessage("holds a certificate that cannot be read");
    }

    private void assertWrong(Path file, String problem) {
        assertThatThrownBy(() -> PemFile.read(file).key())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(problem);
    }

    private static PrivateKey made(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }

    private static PrivateKey key(String name) {
        return PemFile.read(Samples.file(name)).key();
    }

    private Path pem(String kind, byte[] content) throws IOException {
        return write("-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + kind + "-----\n");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("written.pem"), text);
    }
}
