package dev.seckill.loadtest.attack;

import java.util.Objects;

/**
 * A port that is attacked.
 *
 * @param name the program behind it
 * @param port on loopback
 * @param tellsProblems whether its errors are documented as {@code application/problem+json}
 */
record Victim(String name, int port, boolean tellsProblems) {

    Victim {
        Objects.requireNonNull(name, "name");
    }
}
