package dev.seckill.infra.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** One short conversation with a server on loopback, to see whether it serves requests. */
final class Probe {

    private static final int CONNECT_WAIT_MILLIS = 500;
    private static final int READ_WAIT_MILLIS = 2_000;

    private Probe() {}

    /** The conversation: writes and reads in the server's protocol, and judges the reply. */
    interface Conversation {
        boolean isServed(DataOutputStream out, DataInputStream in) throws IOException;
    }

    static boolean ask(int port, Conversation conversation) throws IOException {
        return ask(port, SocketFactory.getDefault(), conversation);
    }

    /** The same over TLS with a server whose certificate is trusted. */
    static boolean ask(int port, SSLContext trust, Conversation conversation) throws IOException {
        return ask(port, trust.getSocketFactory(), conversation);
    }

    private static boolean ask(int port, SocketFactory sockets, Conversation conversation) throws IOException {
        try (Socket socket = sockets.createSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_WAIT_MILLIS);
            socket.setSoTimeout(READ_WAIT_MILLIS);
            return conversation.isServed(
                    new DataOutputStream(socket.getOutputStream()), new DataInputStream(socket.getInputStream()));
        }
    }
}
