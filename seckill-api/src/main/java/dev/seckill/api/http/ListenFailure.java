package dev.seckill.api.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** A server cannot listen; the message names the setting that is to be mended. */
public final class ListenFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Finds the setting.
     *
     * @param server which server it is
     * @param host where it should listen
     * @param port on which port
     * @param cause what Javalin threw, which takes most failures for a port in use
     */
    ListenFailure(Server server, String host, int port, Exception cause) {
        super(reason(server, host, port, cause), cause);
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

    private static String reason(Server server, String host, int port, Exception cause) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return isOfThisMachine(address)
                    ? server.port + " cannot be taken on " + host + ": " + port + " (" + cause.getMessage() + ")"
                    : server.host + " is no address of this machine: " + host;
        } catch (UnknownHostException e) {
            return server.host + " is no address of this machine, its name does not resolve: " + host;
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
