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
 * @param body as text, a character for each byte; of a stream the first part
 */
public record RawReply(int status, Map<String, String> headers, String body) {

    /** Copies the headers. */
    public RawReply {
        headers = Map.copyOf(headers);
    }

    /** The value of a header, whatever its letters. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether nothing can be asked on the same connection after it. */
    public boolean isLast() {
        return isStream(headers)
                || header("Connection")
                        .map(value -> value.equalsIgnoreCase("close"))
                        .orElse(false);
    }

    /** Whether a reply with these headers goes on for as long as somebody listens. */
    static boolean isStream(Map<String, String> headers) {
        return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
    }

    /** How a buyer reads it. */
    public Reply toReply() {
        return new Reply(
                Integer.toString(status),
                body.lines().findFirst().orElse(""),
                header("Order-Id").orElse(""));
    }
}
