package dev.seckill.api.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** A server cannot listen; the message names the setting that is to be mended. */
public final class ListenFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ListenFailure(String reason, Exception cause) {
        super(reason, cause);
    }

    /** The host has no address. */
    static ListenFailure unresolved(Server server, String host) {
        return new ListenFailure(server.host + " does not resolve to an address: " + host, null);
    }

    /**
     * Finds the setting.
     *
     * @param server which server it is
     * @param address where it should listen
     * @param cause why it cannot
     */
    static ListenFailure of(Server server, InetSocketAddress address, Exception cause) {
        return isOfThisMachine(address.getAddress())
                ? new ListenFailure(
                        server.port + " cannot be taken on " + address.getHostString() + ": " + address.getPort() + " ("
                                + cause.getMessage() + ")",
                        cause)
                : new ListenFailure(server.host + " is no address of this machine: " + address.getHostString(), null);
    }

    /** A server of the API, with the settings of its address. */
    public enum Server {
        /** Where buyers come. */
        SHOP("--host (HOST)", "--port (PORT)"),
        /** Where operators look. */
        ADMIN("--admin-host (ADMIN_HOST)", "--admin-port (ADMIN_PORT)");

        private final String host;
        private final String port;

        Server(String host, String port) {
            this.host = host;
            this.port = port;
        }
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            // All of 127.0.0.0/8 is loopback, whatever its interface lists.
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true; // then the port is the better guess
        }
    }
}
