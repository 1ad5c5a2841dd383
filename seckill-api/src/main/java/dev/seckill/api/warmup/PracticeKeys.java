package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a {@link PracticeRedis} holds: strings and hashes, each with a version that every change raises. Thread-safe. */
final class PracticeKeys {

    private final Map<String, byte[]> strings = new HashMap<>();
    private final Map<String, Map<String, byte[]>> hashes = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    synchronized long version(String key) {
        return versions.getOrDefault(key, 0L);
    }

    /** Runs commands as one, unless a key has another version than expected: then null. */
    synchronized Object runAll(List<List<byte[]>> commands, Map<String, Long> expected) {
        for (Map.Entry<String, Long> key : expected.entrySet()) {
            if (version(key.getKey()) != key.getValue()) {
                return null;
            }
        }
        List<Object> replies = new ArrayList<>(commands.size());
        for (List<byte[]> command : commands) {
            replies.add(run(text(command.get(0)), command));
        }
        return replies;
    }

    /** Runs a command on a key, which is its first argument. */
    synchronized Object run(String name, List<byte[]> command) {
        String key = text(command.get(1));
        return switch (name) {
            case "EXISTS" -> strings.containsKey(key) || hashes.containsKey(key) ? 1L : 0L;
            case "GET" -> strings.get(key);
            case "SET" -> set(key, command);
            case "DECRBY" -> increase(key, -Long.parseLong(text(command.get(2))));
            case "INCRBY" -> increase(key, Long.parseLong(text(command.get(2))));
            case "HGET" -> hash(key).get(text(command.get(2)));
            case "HGETALL" -> all(key);
            case "HKEYS" ->
                hash(key).keySet().stream()
                        .map(field -> (Object) field.getBytes(UTF_8))
                        .toList();
            case "HLEN" -> (long) hash(key).size();
            case "HEXISTS" -> hash(key).containsKey(text(command.get(2))) ? 1L : 0L;
            case "HMGET" -> values(key, command);
            case "HSET" -> put(key, command);
            case "HDEL" -> remove(key, command);
            case "EXPIRE" -> 1L; // everything here is gone long before
            case "ZCARD" -> 0L; // no order is held
            case "SADD" -> 1L; // the one sale is looked at whether it is registered or not
            case "SSCAN" -> List.of("0".getBytes(UTF_8), List.of());
            default -> new PracticeSession.Refusal("unknown command " + name);
        };
    }

    private Map<String, byte[]> hash(String key) {
        return hashes.getOrDefault(key, Map.of());
    }

    private void changed(String key) {
        versions.merge(key, 1L, Long::sum);
    }

    private Object set(String key, List<byte[]> command) {
        boolean onlyIfAbsent = command.size() > 3;
        if (onlyIfAbsent && strings.containsKey(key)) {
            return null;
        }
        strings.put(key, command.get(2));
        changed(key);
        return "OK";
    }

    private Object increase(String key, long by) {
        long left = strings.containsKey(key) ? Long.parseLong(text(strings.get(key))) + by : by;
        strings.put(key, Long.toString(left).getBytes(UTF_8));
        changed(key);
        return left;
    }

    private Object all(String key) {
        List<Object> all = new ArrayList<>();
        hash(key).forEach((field, value) -> {
            all.add(field.getBytes(UTF_8));
            all.add(value);
        });
        return all;
    }

    private Object values(String key, List<byte[]> command) {
        List<Object> values = new ArrayList<>(command.size());
        for (byte[] field : command.subList(2, command.size())) {
            values.add(hash(key).get(text(field)));
        }
        return values;
    }

    private Object put(String key, List<byte[]> command) {
        Map<String, byte[]> hash = hashes.computeIfAbsent(key, made -> new LinkedHashMap<>());
        long before = hash.size();
        for (int i = 2; i < command.size(); i += 2) {
            hash.put(text(command.get(i)), command.get(i + 1));
        }
        changed(key);
        return hash.size() - before;
    }

    private Object remove(String key, List<byte[]> command) {
        long removed = 0;
        for (byte[] field : command.subList(2, command.size())) {
            if (hashes.containsKey(key) && hashes.get(key).remove(text(field)) != null) {
                removed++;
            }
        }
        if (removed > 0) {
            changed(key);
        }
        return removed;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
