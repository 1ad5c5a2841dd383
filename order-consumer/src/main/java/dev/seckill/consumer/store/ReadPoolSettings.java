package dev.seckill.consumer.store;

import java.time.Duration;
import java.util.Objects;

/**
 * The connections over which others read the order book, so that however many they are, no order waits for its insert.
 *
 * @param connections how many
 * @param connectionWait longest wait for one of them
 * @param timeout longest time of MySQL for one statement
 */
public record ReadPoolSettings(int connections, Duration connectionWait, Duration timeout) {

    public ReadPoolSettings {
        Objects.requireNonNull(connectionWait, "connectionWait");
        Objects.requireNonNull(timeout, "timeout");
    }
}
