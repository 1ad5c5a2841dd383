package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.Trust;
import dev.seckill.model.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The consumer's port over HTTPS. */
@Timeout(300)
final class HttpsIT {

    private static final String HOST = "127.0.0.1";
    private static final int CONNECTIONS = 20;
    private static final Duration LONG = Duration.ofSeconds(55);
    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    /** The beginning of a record of a handshake, which never comes as a whole. */
    private static final byte[] HALF_A_HANDSHAKE = {0x16, 0x03, 0x01, 0x01, 0x00, 0x01};

    @TempDir
    private static Path made;

    private static CertificateAuthority authority;
    private static IssuedCertificate first;
    private static IssuedCertificate second;

    @TempDir
    private Path folder;

    private final List<Socket> clients = new ArrayList<>();
    private Path certificate;
    private Path key;
    private HttpServer server;

    @BeforeAll
    static void makeCertificates() {
        authority = CertificateAuthority.in(made.resolve("ca"));
        first = authority.server("first");
        second = authority.server("second");
    }

    @BeforeEach
    void placeTheFirst() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        place(first);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void requestsAreServedAndPlainOnesAreNot() throws IOException {
        start(LONG);

        assertThat(endOf(secure(LIVE)))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("{\"live\":true,\"reasons\":[]}\n")
                .doesNotContain("Strict-Transport-Security");
        assertThat(endOf(plain(LIVE.getBytes(ISO_8859_1)))).doesNotContain("HTTP");
    }

    @Test
    void handshakesAndHeadsHaveTheirTime() throws IOException {
        start(Duration.ofMillis(300));

        Socket half = plain(HALF_A_HANDSHAKE);
        Socket head = secure("GET /metrics HTTP/1.1\r\n");

        assertThat(endOf(half)).doesNotContain("HTTP");
        assertThat(endOf(head)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void halfHandshakesMakeRoom() throws IOException {
        start(LONG);
        for (int i = 0; i < 10 * CONNECTIONS; i++) {
            plain(i % 2 == 0 ? new byte[0] : HALF_A_HANDSHAKE);
        }

        assertThat(endOf(secure(LIVE))).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void newFilesAreShownToNewConnections() throws IOException {
        start(LONG);
        Certificate before = shown();

        place(second);

        await().until(() -> !shown().equals(before));
        assertThat(endOf(secure(LIVE))).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void badFilesAtTheStartAreNamed() throws IOException {
        Files.writeString(certificate, "nothing");

        assertThatThrownBy(() -> start(LONG))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("tls.crt' holds no certificate in PEM");
    }

    private void start(Duration headWait) {
        Health health = new Health(new HealthLimits(Duration.ofMinutes(5), Duration.ofMinutes(5)), System::nanoTime);
        HttpSettings settings = new HttpSettings(
                HOST, 0, CONNECTIONS, 1024, headWait, new ServerTls(certificate, key, Duration.ofMillis(50)));
        server = HttpServer.start(settings, 0, new StatusRoutes(health, new ConsumerMetrics(), () -> {}));
    }

    private void place(IssuedCertificate issued) throws IOException {
        Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    private Socket plain(byte[] sent) throws IOException {
        Socket socket = new Socket(InetAddress.getByName(HOST), server.port());
        clients.add(socket);
        socket.getOutputStream().write(sent);
        return socket;
    }

    private SSLSocket secure(String sent) throws IOException {
        SSLSocket socket = (SSLSocket) Trust.in(authority.certificate())
                .getSocketFactory()
                .createSocket(plain(new byte[0]), HOST, server.port(), true);
        socket.startHandshake();
        socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
        return socket;
    }

    private Certificate shown() throws IOException {
        return secure("").getSession().getPeerCertificates()[0];
    }

    /** All that the server sends until it closes; nothing if it breaks the connection off. */
    private static String endOf(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException brokenOff) {
            return "";
        }
    }
}
