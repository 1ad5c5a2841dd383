package dev.seckill.model.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;

/**
 * Kafka's own properties of all clients, such as {@code security.protocol}, from a file in the form that Kafka's tools read.
 * No text of it tells a value: some are passwords.
 *
 * @param values what every client gets
 * @param leftOut names that no client of Kafka knows, or not all, and that none gets
 */
public record KafkaProperties(Map<String, String> values, List<String> leftOut) {

    /** No file. */
    public static final KafkaProperties NONE = new KafkaProperties(Map.of(), List.of());

    private static final int BYTES_MAX = 1 << 16;

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|jaas|keystore\\.key).*");

    /** What the programs set, or rely on: a file that sets it would break a promise, or just not count. */
    private static final Set<String> OURS = Set.of(
            "acks",
            "allow.auto.create.topics",
            "auto.offset.reset",
            "batch.size",
            "bootstrap.servers",
            "buffer.memory",
            "client.id",
            "default.api.timeout.ms",
            "delivery.timeout.ms",
            "enable.auto.commit",
            "enable.idempotence",
            "fetch.max.bytes",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "heartbeat.interval.ms",
            "interceptor.classes",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "linger.ms",
            "max.block.ms",
            "max.in.flight.requests.per.connection",
            "max.partition.fetch.bytes",
            "max.poll.interval.ms",
            "max.poll.records",
            "max.request.size",
            "metadata.max.age.ms",
            "metadata.max.idle.ms",
            "partition.assignment.strategy",
            "partitioner.class",
            "partitioner.ignore.keys",
            "reconnect.backoff.max.ms",
            "request.timeout.ms",
            "retries",
            "session.timeout.ms",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

    /** What decides whom clients believe to be a broker, with the value that it has without the file; null: has none. */
    private static final Map<String, String> CHECKS = checks();

    /** Copies both. */
    public KafkaProperties {
        values = Map.copyOf(values);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Reads the file.
     *
     * @param setting how problems name the setting
     * @param file null or an empty path for none
     * @param known the names that every client of Kafka knows
     * @return {@link #NONE} if there is no file, or a problem was added
     */
    public static KafkaProperties read(String setting, Path file, Set<String> known, Problems problems) {
        if (file == null || file.toString().isBlank()) {
            return NONE;
        }
        try {
            Map<String, String> all = all(file);
            Set<String> ours = new TreeSet<>(all.keySet());
            ours.retainAll(OURS);
            if (!ours.isEmpty()) {
                throw new IllegalArgumentException("sets what this program sets itself: " + String.join(", ", ours));
            }
            List<String> leftOut = new ArrayList<>(all.keySet());
            leftOut.removeAll(known);
            all.keySet().removeAll(leftOut);
            return new KafkaProperties(all, leftOut);
        } catch (IllegalArgumentException e) {
            problems.add(setting + ": '" + file + "' " + e.getMessage());
            return NONE;
        }
    }

    private static Map<String, String> checks() {
        Map<String, String> checks = new HashMap<>();
        checks.put("ssl.endpoint.identification.algorithm", "https");
        checks.put("ssl.trustmanager.algorithm", TrustManagerFactory.getDefaultAlgorithm());
        checks.put("ssl.engine.factory.class", null);
        checks.put("security.providers", null);
        return checks;
    }

    /** Names of those that change, or switch off, how it is checked that a server is the one it says it is. */
    public List<String> changedChecks() {
        return new TreeSet<>(CHECKS.keySet())
                .stream()
                        .filter(values::containsKey)
                        .filter(name -> !values.get(name).equalsIgnoreCase(CHECKS.get(name)))
                        .toList();
    }

    private static Map<String, String> all(Path file) {
        Properties properties = properties(content(file));
        Map<String, String> all = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> all.put(name, properties.getProperty(name).strip()));
        if (all.keySet().stream().anyMatch(name -> SECRET.matcher(name).matches())) {
            FileRights.requirePrivate(file);
        }
        return all;
    }

    private static String content(Path file) {
        byte[] content;
        try (InputStream stream = Files.newInputStream(file)) {
            content = stream.readNBytes(BYTES_MAX + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read", e);
        }
        if (content.length > BYTES_MAX) {
            throw new IllegalArgumentException("has more than " + BYTES_MAX + " bytes");
        }
        return new String(content, ISO_8859_1);
    }

    private static Properties properties(String content) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(content));
        } catch (IOException | IllegalArgumentException malformedEscape) {
            throw new IllegalArgumentException("is no file of properties", malformedEscape);
        }
        return properties;
    }

    /** The names alone. */
    @Override
    public String toString() {
        return new TreeSet<>(values.keySet()).toString();
    }
}
