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
 * @param appendFsync its {@code appendfsync}; null: the program's user may not ask
 * @param ahead how far its clock is ahead of this machine's
 * @param trip how long the quickest of some questions took
 * @param lacking the commands that the user may not send, as an ACL names them
 * @param refusal why it would refuse one of a sale's commands for another reason; null if it would not
 */
public record RedisSeen(
        String at,
        boolean confirmed,
        Map<String, String> info,
        String appendFsync,
        Duration ahead,
        Duration trip,
        List<String> lacking,
        String refusal) {

    /** Copies the lists. */
    public RedisSeen {
        Objects.requireNonNull(at, "at");
        info = Map.copyOf(info);
        lacking = List.copyOf(lacking);
    }
}
