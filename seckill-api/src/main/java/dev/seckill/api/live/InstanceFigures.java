package dev.seckill.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance is like.
 *
 * @param startedAt by its own clock
 * @param seenAt when it told this, by Redis's clock
 * @param troubles why it is not ready, as sentences; none: it is ready
 * @param waiting requests that wait for their decision
 * @param unlogged events that the order log has not acknowledged
 * @param sales that it has in memory
 */
public record InstanceFigures(
        Instant startedAt, Instant seenAt, List<String> troubles, int waiting, int unlogged, int sales) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** An instance beats each second. */
    private static final Duration GONE = Duration.ofSeconds(5);

    public InstanceFigures {
        troubles = List.copyOf(troubles);
    }

    /** Whether nothing was heard of it for longer than one that lives is silent. */
    boolean isGone(Instant now) {
        return seenAt.isBefore(now.minus(GONE));
    }

    /** The same at another time. */
    InstanceFigures at(Instant time) {
        return new InstanceFigures(startedAt, time, troubles, waiting, unlogged, sales);
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static InstanceFigures parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<String> troubles = new ArrayList<>();
            json.path("troubles").forEach(trouble -> troubles.add(trouble.asText()));
            return new InstanceFigures(
                    Instant.parse(json.path("startedAt").asText()),
                    Instant.parse(json.path("seenAt").asText()),
                    troubles,
                    json.path("waiting").asInt(),
                    json.path("unlogged").asInt(),
                    json.path("sales").asInt());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("no figures of an instance", e);
        }
    }

    /** As it stands in Redis. */
    String text() {
        ObjectNode json = JSON.createObjectNode();
        json.put("startedAt", startedAt.toString());
        json.put("seenAt", seenAt.toString());
        ArrayNode sentences = json.putArray("troubles");
        troubles.forEach(sentences::add);
        json.put("waiting", waiting);
        json.put("unlogged", unlogged);
        json.put("sales", sales);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
