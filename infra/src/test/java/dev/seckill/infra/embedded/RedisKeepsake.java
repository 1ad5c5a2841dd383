package dev.seckill.infra.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A key. */
record RedisKeepsake(int port) implements Keepsake {

    @Override
    public void leave(String name) throws IOException {
        ask("SET \"" + name + "\" 1", "+OK");
    }

    @Override
    public boolean isThere(String name) throws IOException {
        return ask("EXISTS \"" + name + "\"", ":1");
    }

    private boolean ask(String command, String expected) throws IOException {
        return Probe.ask(port, (out, in) -> {
            out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(in.readNBytes(expected.length()), StandardCharsets.US_ASCII).equals(expected);
        });
    }
}
