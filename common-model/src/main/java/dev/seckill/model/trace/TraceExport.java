package dev.seckill.model.trace;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Where spans are sent.
 *
 * @param endpoint takes OTLP over HTTP
 * @param queueMax spans that may wait; past it they are dropped
 * @param sendWait how long a batch may take to be sent, and how long a stop waits for the last ones
 */
public record TraceExport(URI endpoint, int queueMax, Duration sendWait) {

    public TraceExport {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(sendWait, "sendWait");
    }
}
