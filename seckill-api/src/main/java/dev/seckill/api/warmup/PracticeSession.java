package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One connection to a {@link PracticeRedis}: what it watches, and the transaction that it has begun. */
final class PracticeSession {

    private static final byte[] SERVER = "run_id:practice\r\nuptime_in_seconds:86400\r\n".getBytes(US_ASCII);

    private static final List<Object> HELLO = List.of(
            "server", "redis", "version", "8.0.0", "proto", 2L, "id", 1L, "mode", "standalone", "role", "master");

    private final PracticeKeys keys;
    private final Map<String, Long> watched = new HashMap<>();
    /** What the transaction is to do; null outside of one. */
    private List<List<byte[]>> queued;

    /** A reply that says no. */
    record Refusal(String reason) {}

    PracticeSession(PracticeKeys keys) {
        this.keys = keys;
    }

    /** The reply to a command: text, number, list, status, null for nothing, or a {@link Refusal}. */
    Object answer(List<byte[]> command) {
        String name = text(command, 0);
        if (queued != null && !name.equals("EXEC")) {
            queued.add(command);
            return "QUEUED";
        }
        return switch (name) {
            case "CLIENT" -> text(command, 1).equals("ID") ? (Object) 1L : "OK";
            case "HELLO" -> HELLO;
            case "INFO" -> SERVER;
            case "PING" -> "PONG";
            case "TIME" ->
                List.of(Long.toString(System.currentTimeMillis() / 1000).getBytes(US_ASCII), new byte[] {'0'});
            case "MULTI" -> {
                queued = new ArrayList<>();
                yield "OK";
            }
            case "EXEC" -> exec();
            case "WATCH" -> {
                for (int i = 1; i < command.size(); i++) {
                    watched.put(text(command, i), keys.version(text(command, i)));
                }
                yield "OK";
            }
            case "UNWATCH" -> {
                watched.clear();
                yield "OK";
            }
            default -> keys.run(name, command);
        };
    }

    private Object exec() {
        List<List<byte[]>> transaction = queued;
        Map<String, Long> expected = Map.copyOf(watched);
        queued = null;
        watched.clear();
        return keys.runAll(transaction, expected);
    }

    private static String text(List<byte[]> command, int index) {
        return new String(command.get(index), US_ASCII);
    }
}
