package dev.seckill.infra.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A slot of Redis Cluster on its way from one master to another, as {@code redis-cli --cluster reshard} moves it, one step
 * at a time: in between, the old master answers ASK for keys that it has not, and TRYAGAIN is the answer to commands on several
 * keys of which some are on either side.
 */
public final class SlotMove {

    private static final int KEYS_AT_ONCE = 100;
    private static final Duration MIGRATION_WAIT = Duration.ofSeconds(10);

    private final int slot;
    private final RedisState from;
    private final RedisState to;
    private final List<RedisState> others;
    private final String toId;

    private SlotMove(int slot, RedisState from, RedisState to, List<RedisState> others, String toId) {
        this.slot = slot;
        this.from = from;
        this.to = to;
        this.others = others;
        this.toId = toId;
    }

    /** Opens the slot on both sides; no key has moved yet. */
    static SlotMove begin(int slot, RedisState from, RedisState to, List<RedisState> others) {
        try {
            String fromId = (String) from.ask("CLUSTER", "MYID");
            String toId = (String) to.ask("CLUSTER", "MYID");
            String number = Integer.toString(slot);
            to.ask("CLUSTER", "SETSLOT", number, "IMPORTING", fromId);
            from.ask("CLUSTER", "SETSLOT", number, "MIGRATING", toId);
            return new SlotMove(slot, from, to, others, toId);
        } catch (IOException e) {
            throw new UncheckedIOException("can't move slot " + slot + " from " + from + " to " + to, e);
        }
    }

    /** Moves this key, if it is still there. */
    public void moveKey(String key) {
        move(talk -> List.of(key));
    }

    /**
     * Moves some of the keys that are still there.
     *
     * @return how many it moved; 0 = none was left
     */
    public int moveKeys(int most) {
        return move(talk ->
                (List<?>) talk.call("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), Integer.toString(most)));
    }

    private interface Choice {
        List<?> keys(RedisTalk talk) throws IOException;
    }

    private int move(Choice choice) {
        try (RedisTalk talk = RedisTalk.to(from.server().port(), MIGRATION_WAIT)) {
            List<?> keys = choice.keys(talk);
            if (!keys.isEmpty()) {
                talk.call(migrate(keys));
            }
            return keys.size();
        } catch (IOException e) {
            throw new UncheckedIOException("can't move the keys of slot " + slot + " from " + from + " to " + to, e);
        }
    }

    private String[] migrate(List<?> keys) {
        List<String> command = new ArrayList<>(List.of(
                "MIGRATE",
                "127.0.0.1",
                Integer.toString(to.server().port()),
                "",
                "0",
                Long.toString(MIGRATION_WAIT.toMillis()),
                "KEYS"));
        keys.forEach(key -> command.add((String) key));
        return command.toArray(String[]::new);
    }

    /** Moves what is left and gives the slot to its new master, in the order that leaves it without a master at no time. */
    public void end() {
        while (moveKeys(KEYS_AT_ONCE) > 0) {
            // The next ones.
        }
        try {
            give(to);
            give(from);
            for (RedisState other : others) {
                give(other);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't give slot " + slot + " to " + to, e);
        }
    }

    private void give(RedisState teller) throws IOException {
        teller.ask("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", toId);
    }
}
