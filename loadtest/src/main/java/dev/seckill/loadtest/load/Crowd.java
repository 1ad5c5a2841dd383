package dev.seckill.loadtest.load;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Buyers who arrive evenly over a time and try to buy once each.
 *
 * @param buyers at least 1
 * @param arrival from the first buyer to the last; whole seconds, at least one
 * @param target where they buy, as {@code http://host:port/path}
 */
public record Crowd(int buyers, Duration arrival, URI target) {

    /** @throws IllegalArgumentException if a number is out of its range */
    public Crowd {
        Objects.requireNonNull(target, "target");
        if (buyers < 1 || arrival.toSeconds() < 1) {
            throw new IllegalArgumentException("a crowd has at least 1 buyer and 1 s to arrive, but was: buyers="
                    + buyers + ", arrival=" + arrival);
        }
    }
}
