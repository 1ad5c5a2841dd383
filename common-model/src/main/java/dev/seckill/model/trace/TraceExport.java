package dev.seckill.model.trace;

import dev.seckill.model.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Where spans are sent.
 *
 * @param endpoint takes OTLP over HTTP
 * @param tls whom to trust where the endpoint is one of HTTPS; null: whom the JVM trusts
 * @param queueMax spans that may wait; past it they are dropped
 * @param sendWait how long a batch may take to be sent, and how long a stop waits for the last ones
 */
public record TraceExport(URI endpoint, ClientTls tls, int queueMax, Duration sendWait) {

    public TraceExport {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(sendWait, "sendWait");
    }
}
