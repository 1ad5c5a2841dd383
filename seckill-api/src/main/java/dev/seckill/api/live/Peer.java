package dev.seckill.api.live;

import java.util.function.Consumer;

/** The connection to a viewer. One message is sent at a time. */
public interface Peer {

    /**
     * Sends a message; does not wait for the connection.
     *
     * @param done is told once, by any thread, when the connection has taken it, with null, or why it has not
     */
    void send(byte[] message, Consumer<Throwable> done);

    /** Closes the connection, in the midst of a message. */
    void breakOff();
}
