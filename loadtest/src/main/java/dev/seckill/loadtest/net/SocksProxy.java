package dev.seckill.loadtest.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * A way out for the plain sockets of one Java program, which can be broken for that program alone, wherever it connects to
 * (SOCKS 5, RFC 1928: addresses of four bytes, no authentication). Channels, as Kafka's clients and web servers use them, go
 * past it.
 */
public final class SocksProxy implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 500;
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(2);

    private static final int VERSION = 5;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final byte[] NO_AUTHENTICATION = {VERSION, 0};
    private static final byte[] CONNECTED = {VERSION, 0, 0, IPV4, 0, 0, 0, 0, 0, 0};
    private static final byte[] REFUSED = {VERSION, 5, 0, IPV4, 0, 0, 0, 0, 0, 0};

    private final Forwarder forwarder = Forwarder.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS_MAX, SocksProxy::connect);

    /** What a JVM needs to go out this way, also to this machine. */
    public List<String> jvmOptions() {
        return List.of("-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=" + forwarder.port(), "-DsocksNonProxyHosts=");
    }

    /** What passes through it. */
    public Forwarder line() {
        return forwarder;
    }

    private static Socket connect(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        require(in.readUnsignedByte() == VERSION, "no SOCKS 5");
        in.skipNBytes(in.readUnsignedByte());
        client.getOutputStream().write(NO_AUTHENTICATION);
        require(in.readUnsignedByte() == VERSION && in.readUnsignedByte() == CONNECT, "no CONNECT");
        in.skipNBytes(1);
        require(in.readUnsignedByte() == IPV4, "no address of four bytes");
        InetAddress host = InetAddress.getByAddress(in.readNBytes(4));
        Socket server = new Socket();
        try {
            server.connect(
                    new InetSocketAddress(host, in.readUnsignedShort()), Math.toIntExact(CONNECT_WAIT.toMillis()));
            client.getOutputStream().write(CONNECTED);
            return server;
        } catch (IOException e) {
            server.close();
            client.getOutputStream().write(REFUSED);
            throw e;
        }
    }

    private static void require(boolean holds, String problem) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(problem);
        }
    }

    @Override
    public void close() {
        forwarder.close();
    }
}
