package dev.seckill.loadtest.shop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A server that is asked for TLS and answers in clear. */
public final class WithoutTls implements AutoCloseable {

    private final ServerSocket listening;
    private final Thread thread = new Thread(this::answer, "without-tls");

    public WithoutTls() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread.setDaemon(true);
        thread.start();
    }

    /** An address that a client takes for one with TLS. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + listening.getLocalPort());
    }

    private void answer() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                client.getInputStream().readNBytes(1);
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException clientIsGone) {
                // Or this is closed.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
