package dev.seckill.infra.testing;

import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.ServerContext;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server on a free port of 127.0.0.1 that shows a certificate and then says nothing: for tests of clients that must not
 * trust it, whatever they would speak.
 */
public final class TlsDoor implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final SSLServerSocket socket;

    /** @param keyStore PKCS #12, opened by {@link IssuedCertificate#PASSWORD} */
    public TlsDoor(Path keyStore) {
        try {
            socket = (SSLServerSocket) ServerContext.of(keyStore)
                    .getServerSocketFactory()
                    .createServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException("no port for TLS", e);
        }
        start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                SSLSocket client = (SSLSocket) socket.accept();
                start(() -> shakeHands(client));
            }
        } catch (IOException closed) {
            // as asked
        }
    }

    private static void shakeHands(SSLSocket client) {
        try (client) {
            client.startHandshake();
            client.getInputStream().readAllBytes();
        } catch (IOException clientHasGone) {
            // as it should
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tls-door");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
