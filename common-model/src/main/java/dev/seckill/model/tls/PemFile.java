package dev.seckill.model.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks: certificates (X.509), or a private key of RSA, of an elliptic curve or Ed25519: PKCS #8, or the
 * older forms {@code RSA PRIVATE KEY} (PKCS #1) and {@code EC PRIVATE KEY} (SEC 1); not encrypted. What is wrong says the
 * message of an {@link IllegalArgumentException}, as words about the file; it repeats nothing of what is in it.
 */
final class PemFile {

    private static final int BYTES_MAX = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("(?s)-----BEGIN (?<kind>[A-Z0-9 ]+)-----(?<content>.*?)-----END \\k<kind>-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private final String text;

    private PemFile(String text) {
        this.text = text;
    }

    /** Reads it whole. */
    static PemFile read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(BYTES_MAX + 1);
            if (content.length > BYTES_MAX) {
                throw new IllegalArgumentException("has more than " + BYTES_MAX + " bytes");
            }
            return new PemFile(new String(content, ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
    }

    /** All its certificates, in the order of the file; at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (block.find()) {
                if (block.group("kind").equals("CERTIFICATE")) {
                    certificates.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(content(block, "certificate"))));
                }
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("holds a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("holds no certificate in PEM");
        }
        return certificates;
    }

    /** Its first private key. */
    PrivateKey key() {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String kind = block.group("kind");
            if (kind.equals("ENCRYPTED PRIVATE KEY") || block.group("content").contains("ENCRYPTED")) {
                throw new IllegalArgumentException(
                        "holds an encrypted key; it must not be encrypted, but readable for the program alone");
            }
            if (kind.endsWith("PRIVATE KEY")) {
                return key(kind, content(block, "private key"));
            }
        }
        throw new IllegalArgumentException("holds no private key in PEM");
    }

    private static PrivateKey key(String kind, byte[] content) {
        PKCS8EncodedKeySpec spec = switch (kind) {
            case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(content);
            case "RSA PRIVATE KEY" -> new PKCS8EncodedKeySpec(OlderKey.ofRsa(content));
            case "EC PRIVATE KEY" -> new PKCS8EncodedKeySpec(OlderKey.ofCurve(content));
            default -> throw new IllegalArgumentException("holds a private key of a kind that is not taken: " + kind);
        };
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException anotherOne) {
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(algorithm + " is a part of every JDK", e);
            }
        }
        throw new IllegalArgumentException("holds a private key that is none of RSA, an elliptic curve or Ed25519");
    }

    private static byte[] content(Matcher block, String what) {
        try {
            return Base64.getMimeDecoder().decode(block.group("content"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("holds a " + what + " that is no PEM", e);
        }
    }
}
