package dev.seckill.consumer;

import java.util.Objects;

/**
 * Where health and metrics are served.
 *
 * @param port 0 means a free one
 */
record HttpSettings(String host, int port) {

    HttpSettings {
        Objects.requireNonNull(host, "host");
    }
}
