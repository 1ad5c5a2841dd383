package dev.seckill.infra.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

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
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_WAIT_MILLIS);
            socket.setSoTimeout(READ_WAIT_MILLIS);
            return conversation.isServed(
                    new DataOutputStream(socket.getOutputStream()), new DataInputStream(socket.getInputStream()));
        }
    }
}
