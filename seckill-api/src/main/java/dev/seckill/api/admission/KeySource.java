package dev.seckill.api.admission;

import java.io.IOException;

/** Where the keys come from that sign tokens. */
@FunctionalInterface
interface KeySource {

    /**
     * Reads the JWK Set, within its bounds of time and size.
     *
     * @throws IOException if it cannot be read, is too long or takes too long
     */
    String read() throws IOException, InterruptedException;
}
