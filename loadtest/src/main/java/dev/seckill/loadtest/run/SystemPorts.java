package dev.seckill.loadtest.run;

import dev.seckill.infra.embedded.StackPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a system listens; 0 stands for any free port.
 *
 * @param servers Redis, Kafka and MySQL
 * @param api the API
 * @param consumer the consumer's health and metrics
 */
record SystemPorts(StackPorts servers, int api, int consumer) {

    /** Nobody's usual ports. */
    static final SystemPorts FREE = new SystemPorts(StackPorts.FREE, 0, 0);

    private static final int API = 3000;
    private static final int CONSUMER = 3001;

    /**
     * The usual ports, but a free one in place of each that is taken.
     *
     * @param api the API's port; a port that somebody chose is not replaced by another one
     * @throws RunRefusedException if that port is taken
     */
    static SystemPorts usual(int api) {
        if (api != API && freeOrAny(api) != api) {
            throw new RunRefusedException("port " + api + " is taken by something that does not answer"
                    + " GET /health/ready over HTTP; free it, or choose another with --port");
        }
        return new SystemPorts(
                new StackPorts(
                        freeOrAny(StackPorts.USUAL.redis()),
                        freeOrAny(StackPorts.USUAL.kafka()),
                        freeOrAny(StackPorts.USUAL.mysql())),
                freeOrAny(api),
                freeOrAny(CONSUMER));
    }

    /** Of the usual ports, those that are not used here because somebody listens there already. */
    List<Integer> taken(int usualApi) {
        List<Integer> taken = new ArrayList<>();
        addIfReplaced(taken, servers.redis(), StackPorts.USUAL.redis());
        addIfReplaced(taken, servers.kafka(), StackPorts.USUAL.kafka());
        addIfReplaced(taken, servers.mysql(), StackPorts.USUAL.mysql());
        addIfReplaced(taken, api, usualApi);
        addIfReplaced(taken, consumer, CONSUMER);
        return taken;
    }

    private static void addIfReplaced(List<Integer> taken, int port, int usual) {
        if (port != usual) {
            taken.add(usual);
        }
    }

    private static int freeOrAny(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException taken) {
            return 0;
        }
    }
}
