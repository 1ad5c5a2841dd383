package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seckill.consumer.notify.Answer.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Although the connection goes to an address, the certificate must be of the name in the URL. */
@Timeout(120)
final class HttpsShopTest {

    private static final char[] PASSWORD = "not a secret".toCharArray();
    private static final Webhook WEBHOOK = new Webhook("counter:5", "order", Instant.EPOCH, "{}".getBytes(UTF_8));

    @TempDir
    private Path folder;

    private HttpsServer server;
    private SSLContext tls;

    @BeforeEach
    void start() throws IOException, InterruptedException, GeneralSecurityException {
        tls = certified("shop.example");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCertificateOfTheNameIsTaken() throws InterruptedException {
        assertThat(tell("shop.example")).isEqualTo(Answer.delivered());
    }

    @Test
    void aCertificateOfAnotherNameIsNotTaken() throws InterruptedException {
        Answer refused = tell("other.example");
        assertThat(refused.end()).isEqualTo(End.FAILED);
        assertThat(refused.detail()).contains("SSLHandshakeException");
    }

    private Answer tell(String host) throws InterruptedException {
        String url = "https://" + host + ":" + server.getAddress().getPort() + "/";
        try (HttpShop shop = new HttpShop(
                HttpShopTest.settings(url, true, Duration.ofSeconds(30)),
                name -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                Clock.systemUTC(),
                tls)) {
            return shop.tell(WEBHOOK);
        }
    }

    /** Has a certificate of that name, and trusts it. */
    private SSLContext certified(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "shop",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as(folder.toString()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
