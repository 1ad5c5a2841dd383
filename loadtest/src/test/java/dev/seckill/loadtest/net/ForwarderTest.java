package dev.seckill.loadtest.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines that are whole, broken and mended, with a server at their end that says everything again. */
@Timeout(60)
final class ForwarderTest {

    private static final int SILENCE_MILLIS = 200;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerSocket server = open(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    private final Forwarder forwarder = open(Forwarder.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            2,
            client -> new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())));

    ForwarderTest() throws IOException {
        Thread echo = new Thread(this::serve, "echo");
        echo.setDaemon(true);
        echo.start();
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                CompletableFuture.runAsync(() -> echo(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException gone) {
            // The test looks at the other side.
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private Socket connect() throws IOException {
        return open(new Socket(InetAddress.getLoopbackAddress(), forwarder.port()));
    }

    private static String say(Socket socket, String what) throws IOException {
        socket.getOutputStream().write(what.getBytes(US_ASCII));
        return read(socket, what.length());
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }

    @Test
    void everythingPassesBothWaysUntilTheEnd() throws IOException {
        Socket client = connect();

        assertThat(say(client, "hello")).isEqualTo("hello");
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whatIsBlockedComesWhenTheLineIsMended() throws IOException {
        Socket client = connect();
        say(client, "before");
        client.setSoTimeout(SILENCE_MILLIS);

        forwarder.up().block();
        assertThatThrownBy(() -> say(client, "lost?")).isInstanceOf(SocketTimeoutException.class);
        forwarder.mend();

        client.setSoTimeout(0);
        assertThat(read(client, 5)).isEqualTo("lost?");
    }

    @Test
    void oneDirectionCanBeBlockedAlone() throws IOException {
        Socket client = connect();
        say(client, "before");
        client.setSoTimeout(SILENCE_MILLIS);

        forwarder.down().block();
        assertThatThrownBy(() -> say(client, "x")).isInstanceOf(SocketTimeoutException.class);
        forwarder.mend();

        client.setSoTimeout(0);
        assertThat(read(client, 1)).isEqualTo("x");
    }

    @Test
    void aCutEndsConnectionsAndTakesNoNewOnesUntilItIsMended() throws IOException {
        Socket client = connect();
        say(client, "before");

        forwarder.cut();

        assertThat(isEnded(client)).isTrue();
        assertThat(isEnded(connect())).isTrue();
        forwarder.mend();
        assertThat(say(connect(), "again")).isEqualTo("again");
    }

    @Test
    void moreConnectionsThanThereMayBeAreEndedAtOnce() throws IOException {
        say(connect(), "one");
        say(connect(), "two");

        assertThat(isEnded(connect())).isTrue();
    }

    @Test
    void aDelayIsBounded() {
        assertThatThrownBy(() -> forwarder.up().delay(Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSocksProxyConnectsToWhatItIsAskedFor() throws IOException {
        SocksProxy proxy = open(new SocksProxy());
        Socket client = open(new Socket(new Proxy(
                Proxy.Type.SOCKS,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), proxy.line().port()))));

        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
        assertThat(say(client, "through")).isEqualTo("through");

        proxy.line().cut();
        assertThat(isEnded(client)).isTrue();
    }

    /** By its end or by a reset. */
    private static boolean isEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
