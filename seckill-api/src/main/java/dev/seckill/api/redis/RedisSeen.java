package dev.seckill.api.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a Redis that holds data tells of itself.
 *
 * @param at its address
 * @param confirmed whether somebody else names it as master, where that matters
 * @param info INFO, by the names of its lines
 * @param config some of its settings, by their names; without those that the program's user may not ask for
 * @param ahead how far its clock is ahead of this machine's
 * @param trip how long the quickest of some questions took
 * @param lacking the commands that the user may not send, as an ACL names them
 * @param refusal why it would refuse one of a sale's commands for another reason; null if it would not
 */
public record RedisSeen(
        String at,
        boolean confirmed,
        Map<String, String> info,
        Map<String, String> config,
        Duration ahead,
        Duration trip,
        List<String> lacking,
        String refusal) {

    /** How often it writes its append-only file to the disk. */
    public static final String APPEND_FSYNC = "appendfsync";

    /** After how many seconds without replicas a master gets another replication id; 0 for never. */
    public static final String BACKLOG_TTL = "repl-backlog-ttl";

    /** Copies the lists. */
    public RedisSeen {
        Objects.requireNonNull(at, "at");
        info = Map.copyOf(info);
        config = Map.copyOf(config);
        lacking = List.copyOf(lacking);
    }
}
