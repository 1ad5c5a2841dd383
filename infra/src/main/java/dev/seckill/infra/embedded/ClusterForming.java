package dev.seckill.infra.embedded;

import dev.seckill.infra.StartFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes running nodes one cluster: new ones, such as were one before, also on other ports, and such as lost their data
 * meanwhile.
 *
 * @param nodes all of them, the first {@code masters} of which become the masters of a new cluster
 */
record ClusterForming(List<RedisState> nodes, int masters, Duration bound) {

    private static final String NAME = "redis";

    /** Returns when all slots are served and all replicas follow their masters. */
    void form() throws IOException {
        List<RedisState> fresh = fresh();
        boolean isNew = fresh.size() == nodes.size();
        if (isNew) {
            shareSlots();
        }
        meet();
        await("know each other", this::knowEachOther);
        if (isNew) {
            List<RedisState> owners = nodes.subList(0, masters);
            for (int i = masters; i < nodes.size(); i++) {
                nodes.get(i).ask("CLUSTER", "REPLICATE", id(owners.get(i % masters)));
            }
        } else {
            for (RedisState node : fresh) {
                node.ask("CLUSTER", "REPLICATE", loneliestMaster());
            }
        }
        forgetStrangers();
        awaitHealthy();
        if (shareReplicas()) {
            awaitHealthy();
        }
    }

    /** Failovers may leave a master alone while another one has several replicas. Returns whether one had to change. */
    private boolean shareReplicas() throws IOException {
        boolean changed = false;
        while (true) {
            String lonely = loneliestMaster();
            Map<String, List<RedisState>> replicas = replicas();
            Optional<List<RedisState>> most = replicas.values().stream().max(Comparator.comparing(List::size));
            if (replicas.containsKey(lonely) || most.isEmpty() || most.get().size() < 2) {
                return changed;
            }
            most.get().get(0).ask("CLUSTER", "REPLICATE", lonely);
            changed = true;
        }
    }

    /** By the id of their master, as each says of itself. */
    private Map<String, List<RedisState>> replicas() {
        Map<String, List<RedisState>> replicas = new HashMap<>();
        for (RedisState node : nodes) {
            node.self()
                    .filter(self -> !self.isMaster())
                    .ifPresent(self -> replicas.computeIfAbsent(self.masterId(), id -> new ArrayList<>())
                            .add(node));
        }
        return replicas;
    }

    /** Such as know nobody and own nothing. */
    private List<RedisState> fresh() throws IOException {
        List<RedisState> fresh = new ArrayList<>();
        for (RedisState node : nodes) {
            String info = (String) node.ask("CLUSTER", "INFO");
            if ("1".equals(RedisState.value(info, "cluster_known_nodes"))
                    && "0".equals(RedisState.value(info, "cluster_slots_assigned"))) {
                fresh.add(node);
            }
        }
        return fresh;
    }

    private void shareSlots() throws IOException {
        List<ClusterNode.Slots> shares = ClusterNode.Slots.shares(masters);
        for (int i = 0; i < nodes.size(); i++) {
            // With the same epoch, two masters would need some rounds to notice and change it.
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            if (i < masters) {
                nodes.get(i).ask(addSlots(shares.get(i)));
            }
        }
    }

    private static String[] addSlots(ClusterNode.Slots share) {
        return Stream.concat(
                        Stream.of("CLUSTER", "ADDSLOTS"),
                        IntStream.rangeClosed(share.first(), share.last()).mapToObj(Integer::toString))
                .toArray(String[]::new);
    }

    /** Each meets each, so that all learn the ports of now; who knows another one already only takes its new port. */
    private void meet() throws IOException {
        for (RedisState node : nodes) {
            for (RedisState other : nodes) {
                if (!node.equals(other)) {
                    node.ask(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            Integer.toString(other.server().port()));
                }
            }
        }
    }

    private boolean knowEachOther() throws IOException {
        for (RedisState node : nodes) {
            List<Integer> well = node.nodes().stream()
                    .filter(known -> known.isSelf() || known.isWell())
                    .map(ClusterNode::port)
                    .toList();
            if (!nodes.stream().allMatch(other -> well.contains(other.server().port()))) {
                return false;
            }
        }
        return true;
    }

    /** The id of the master that has fewest replicas, as each node says of itself. */
    private String loneliestMaster() {
        List<ClusterNode> selves =
                nodes.stream().flatMap(node -> node.self().stream()).toList();
        Map<String, Long> replicas = selves.stream()
                .filter(node -> !node.isMaster())
                .collect(Collectors.groupingBy(ClusterNode::masterId, Collectors.counting()));
        return selves.stream()
                .filter(node -> node.isMaster() && !node.slots().isEmpty())
                .min(Comparator.comparing(node -> replicas.getOrDefault(node.id(), 0L)))
                .map(ClusterNode::id)
                .orElseThrow(() -> new StartFailedException(NAME, "no node is left that owns a slot"));
    }

    /** A node that lost its data has a new id; the old one is nobody any more. */
    private void forgetStrangers() throws IOException {
        Set<String> ids = new HashSet<>();
        for (RedisState node : nodes) {
            ids.add(id(node));
        }
        for (RedisState node : nodes) {
            for (ClusterNode known : node.nodes()) {
                if (!ids.contains(known.id()) && !known.flags().contains("handshake")) {
                    node.ask("CLUSTER", "FORGET", known.id());
                }
            }
        }
    }

    private static String id(RedisState node) throws IOException {
        return (String) node.ask("CLUSTER", "MYID");
    }

    /** Waits until every slot is served and every replica that runs follows its master. */
    void awaitHealthy() {
        await("serve all slots and follow their masters", this::isHealthy);
    }

    private boolean isHealthy() throws IOException {
        for (RedisState node : nodes) {
            if (!node.server().isRunning()) {
                continue;
            }
            if (!node.coversAllSlots() || !node.isMaster() && !node.isFollowing()) {
                return false;
            }
        }
        return true;
    }

    private void await(String what, Look look) {
        Look.await(NAME, what, bound, look);
    }
}
