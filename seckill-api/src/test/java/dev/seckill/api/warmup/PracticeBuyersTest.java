package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PracticeBuyersTest {

    private static final int PURCHASES = 240;
    private static final int CONNECTIONS = PURCHASES / 3;
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    private Path folder;

    private final AtomicInteger shown = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private ClientTls identity;
    private HttpsServer shop;

    @BeforeEach
    void open() throws Exception {
        Path samples = Path.of("../common-model/src/test/resources/tls");
        Path key = Files.copy(samples.resolve("one-key.pem"), folder.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Problems problems = new Problems();
        identity = ClientTls.read(
                new NamedFile("ca", samples.resolve("ca.pem")),
                new NamedFile("cert", samples.resolve("one.pem")),
                new NamedFile("key", key),
                problems);
        problems.check();
        shop = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(new KeyManager[] {new CountedIdentity()}, null, null);
        shop.setHttpsConfigurator(new HttpsConfigurator(tls));
        shop.createContext("/seckill", purchase -> {
            purchase.getRequestBody().readAllBytes();
            byte[] soldOut = "sold out!".getBytes(US_ASCII);
            purchase.sendResponseHeaders(200, soldOut.length);
            purchase.getResponseBody().write(soldOut);
            purchase.close();
        });
        shop.setExecutor(threads);
        shop.start();
    }

    @AfterEach
    void close() {
        shop.stop(0);
        threads.shutdownNow();
    }

    /** The costly part of a handshake is signing, which a session that is taken up again spares. */
    @Test
    void mostConnectionsOverTlsAreThoseOfNewClientsAndSomeOfOthers() throws IOException {
        PracticeBuyers buyers = new PracticeBuyers(
                shop.getAddress().getPort(),
                identity.context().getSocketFactory(),
                System.nanoTime() + LONG,
                () -> false);

        assertThat(buyers.buy(PURCHASES)).isEqualTo(PURCHASES);

        assertThat(shown.get()).isBetween(CONNECTIONS * 7 / 8, CONNECTIONS);
    }

    /** Counts how often it has signed. */
    private final class CountedIdentity extends X509ExtendedKeyManager {

        private static final String ALIAS = "own";

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return keyType.equals(identity.own().key().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.own().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            shown.incrementAndGet();
            return identity.own().key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("the server has engines");
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
