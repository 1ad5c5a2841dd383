package dev.seckill.api;

import java.net.InetSocketAddress;

/** Why the server cannot listen, as its operator can mend it. */
final class ListenFailure {

    private ListenFailure() {}

    /**
     * A reason that names the setting.
     *
     * @param host where it should listen
     * @param failure what Javalin threw, which takes most failures for a port in use
     */
    static String reason(String host, Exception failure) {
        return new InetSocketAddress(host, 0).isUnresolved()
                ? "--host (HOST) is no address of this machine, its name does not resolve: " + host
                : failure.getMessage();
    }
}
