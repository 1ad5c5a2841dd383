package dev.seckill.consumer.certify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.ServerContext;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cosigner that has its certificate from a CA of its own: whom the settings trust is asked, and nobody else. */
@Timeout(120)
final class HttpsCosignerTest {

    private static final String NOT_TRUSTED =
            "reason=TLS: the server's certificate is not signed by a CA that is trusted here)";
    private static final NoteKey KEY = PrivateNoteKey.generate("watch.example", KeyType.COSIGNATURE, new SecureRandom())
            .key();

    @TempDir
    private static Path folder;

    private static CertificateAuthority authority;
    private static ProofKeys keys;
    private static ExecutorService threads;

    private final AtomicInteger questions = new AtomicInteger();

    @BeforeAll
    static void make() throws IOException {
        authority = CertificateAuthority.in(folder.resolve("ca"));
        TestKeys.make(Files.createDirectory(folder.resolve("keys")));
        keys = TestKeys.read(folder.resolve("keys"));
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void end() {
        threads.shutdownNow();
    }

    @Test
    void whoseCaIsTrustedIsAsked() throws Exception {
        assertThat(ask(authority.server("trusted"), trust(authority))).isEmpty();
        assertThat(questions).hasPositiveValue();
    }

    @Test
    void whoseCaIsAnotherOneIsToldInOneLine() throws Exception {
        CertificateAuthority other = CertificateAuthority.in(folder.resolve("other"), "Another CA");

        assertThat(ask(authority.server("other"), trust(other)))
                .singleElement()
                .asString()
                .contains("certify - a cosigner does not sign, trying on; nothing waits for it", NOT_TRUSTED);
        assertThat(questions).hasValue(0);
    }

    @Test
    void withoutASettingOnlyThoseAreTrustedWhomTheJvmDoes() throws Exception {
        assertThat(ask(authority.server("unknown"), null))
                .singleElement()
                .asString()
                .contains(NOT_TRUSTED);
    }

    @Test
    void aCertificateOfAnotherNameIsNotTaken() throws Exception {
        assertThat(ask(authority.elsewhere("elsewhere"), trust(authority)))
                .singleElement()
                .asString()
                .contains("reason=TLS: the server's certificate is for another host name");
        assertThat(questions).hasValue(0);
    }

    private static ClientTls trust(CertificateAuthority trusted) {
        return ClientTls.read(new NamedFile("", trusted.certificate()), new Problems());
    }

    /** What is said while a cosigner that shows this certificate is asked about a sale. */
    private List<String> ask(IssuedCertificate certificate, ClientTls tls) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ServerContext.of(certificate.keyStore())));
        server.setExecutor(threads);
        server.createContext("/", this::hasSignedNothing);
        server.start();
        URI url = URI.create("https://localhost:" + server.getAddress().getPort());
        try {
            return LogLines.during(() -> ask(url, tls));
        } finally {
            server.stop(0);
        }
    }

    private static void ask(URI url, ClientTls tls) {
        CertifySettings settings = new CertifySettings(
                TestKeys.folder(folder.resolve("keys")),
                folder.resolve("proofs"),
                Publish.LIVE,
                10_000,
                50,
                Duration.ofSeconds(1),
                new CosignerSettings(null, tls, Duration.ofSeconds(60)));
        Origin origin = keys.origin("counter", Instant.parse("2026-11-22T10:15:30Z"));
        try (ConsumerMetrics metrics = new ConsumerMetrics();
                Cosigners cosigners = Cosigners.start(
                        List.of(new CosignerAddress(KEY, url)),
                        settings,
                        keys,
                        metrics.cosigners(),
                        Clock.systemUTC())) {
            cosigners.haveAnswered(origin); // has it asked
            cosigners.awaitIdle();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void hasSignedNothing(HttpExchange exchange) throws IOException {
        questions.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        boolean isAdd = exchange.getRequestMethod().equals("POST");
        byte[] size = "0\n".getBytes(US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
        exchange.sendResponseHeaders(isAdd ? 409 : 404, isAdd ? size.length : -1);
        if (isAdd) {
            exchange.getResponseBody().write(size);
        }
        exchange.close();
    }
}
