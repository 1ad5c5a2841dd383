package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RawConnectionTest {

    @Test
    void readsRepliesOfEveryKindAndSkipsInterimOnes() throws Exception {
        String said = "HTTP/1.1 100 Continue\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nOrder-Id: x\r\nContent-Length: 4\r\n\r\n[99]"
                + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
                + "HTTP/1.1 204\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
                + "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nto the end";
        try (Server server = new Server(said);
                RawConnection connection = server.connect(Duration.ofMinutes(1))) {
            server.sayAndClose();
            RawReply first = connection.reply(false);
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("order-ID")).hasValue("x");
            assertThat(first.body()).isEqualTo("[99]");
            assertThat(connection.reply(false).body()).isEqualTo("abc");
            assertThat(connection.reply(false).status()).isEqualTo(204);
            assertThat(connection.reply(true).body()).isEmpty();
            RawReply last = connection.reply(false);
            assertThat(last.isLast()).isTrue();
            assertThat(last.body()).isEqualTo("to the end");
            assertThatThrownBy(() -> connection.reply(false)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void readsTheBeginningOfAStreamOnly() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n";
        String said = head + "Transfer-Encoding: chunked\r\n\r\n3\r\n:\n\n\r\n";
        try (Server server = new Server(said);
                RawConnection connection = server.connect(Duration.ofMinutes(1))) {
            server.sayAndWait(() -> {
                RawReply reply = connection.reply(false);
                assertThat(reply.body()).isEqualTo(":\n\n");
                assertThat(reply.isLast()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>\r\n\r\n",
                "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200"
            })
    void takesNothingElseForAReply(String said) throws Exception {
        try (Server server = new Server(said);
                RawConnection connection = server.connect(Duration.ofMinutes(1))) {
            server.sayAndClose();
            assertThatThrownBy(() -> connection.reply(false)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void tellsSilenceFromAnEnd() throws Exception {
        try (Server server = new Server("");
                RawConnection connection = server.connect(Duration.ofMillis(50))) {
            assertThatThrownBy(() -> connection.reply(false)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Says what it was given, whatever it is asked. */
    private static final class Server implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final String said;

        Server(String said) throws IOException {
            this.said = said;
        }

        RawConnection connect(Duration patience) throws IOException {
            return new RawConnection(listening.getLocalPort(), patience);
        }

        void sayAndClose() throws IOException {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(said.getBytes(ISO_8859_1));
            }
        }

        /** Keeps the connection meanwhile. */
        void sayAndWait(Meanwhile meanwhile) throws IOException {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(said.getBytes(ISO_8859_1));
                meanwhile.run();
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    @FunctionalInterface
    private interface Meanwhile {
        void run() throws IOException;
    }
}
