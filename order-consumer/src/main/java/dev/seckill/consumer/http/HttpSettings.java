package dev.seckill.consumer.http;

import dev.seckill.model.tls.ServerTls;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the program is reached over HTTP, and what one client may take.
 *
 * @param port 0 means a free one
 * @param connectionsMax open connections
 * @param headMax bytes of a request's head
 * @param headWait longest time for a head as a whole, and then for a client that does not take its reply
 * @param tls what it shows to clients; null for plain HTTP
 */
public record HttpSettings(String host, int port, int connectionsMax, int headMax, Duration headWait, ServerTls tls) {

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(headWait, "headWait");
    }

    /** Plain HTTP. */
    public HttpSettings(String host, int port, int connectionsMax, int headMax, Duration headWait) {
        this(host, port, connectionsMax, headMax, headWait, null);
    }
}
