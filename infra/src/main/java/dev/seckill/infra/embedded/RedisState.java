package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What one Redis server says about itself.
 *
 * @param server it
 */
record RedisState(Server server) {

    /** It starts, or is a replica that takes over what its master has: most commands are refused until that is done. */
    private static final String LOADING = "LOADING ";

    private static final Duration LOADING_MAX = Duration.ofSeconds(30);

    /** A value of {@code INFO} or {@code CLUSTER INFO}, which are lines of {@code name:value}; null if there is none. */
    static String value(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }

    /** Asks it, again as long as it has not read its data. */
    Object ask(String... command) throws IOException {
        long deadline = System.nanoTime() + LOADING_MAX.toNanos();
        while (true) {
            try {
                return RedisTalk.ask(server.port(), command);
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).startsWith(LOADING) || System.nanoTime() - deadline >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(Look.PAUSE.toNanos());
            }
        }
    }

    String replication(String name) throws IOException {
        return value((String) ask("INFO", "replication"), name);
    }

    boolean isMaster() throws IOException {
        return "master".equals(replication("role"));
    }

    /** Whether it is a replica that has all that its master had when it connected, and gets what comes. */
    boolean isFollowing() throws IOException {
        return "slave".equals(replication("role")) && "up".equals(replication("master_link_status"));
    }

    /** The nodes of the cluster as it sees them. */
    List<ClusterNode> nodes() throws IOException {
        return ((String) ask("CLUSTER", "NODES")).lines().map(ClusterNode::of).toList();
    }

    /** What it says about its own place; empty if it does not answer. */
    Optional<ClusterNode> self() {
        if (!server.isRunning()) {
            return Optional.empty();
        }
        try {
            return nodes().stream().filter(ClusterNode::isSelf).findFirst();
        } catch (IOException e) {
            return Optional.empty(); // frozen, or about to end
        }
    }

    /** Whether it takes requests for every slot, and says of each that its master is there. */
    boolean coversAllSlots() throws IOException {
        String info = (String) ask("CLUSTER", "INFO");
        return "ok".equals(value(info, "cluster_state"))
                && Integer.toString(KeySlot.COUNT).equals(value(info, "cluster_slots_ok"));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "127.0.0.1:%d", server.port());
    }
}
