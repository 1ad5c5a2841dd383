package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.load.Reply;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A reply as it came over the wire.
 *
 * @param status its status
 * @param headers by name in lower case; of several the last
 * @param body as text, a character for each byte
 */
record RawReply(int status, Map<String, String> headers, String body) {

    RawReply {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the server ends the connection after it. */
    boolean isLast() {
        return header("Connection")
                .map(value -> value.equalsIgnoreCase("close"))
                .orElse(false);
    }

    /** How a buyer reads it. */
    Reply toReply() {
        return new Reply(
                Integer.toString(status),
                body.lines().findFirst().orElse(""),
                header("Order-Id").orElse(""));
    }
}
