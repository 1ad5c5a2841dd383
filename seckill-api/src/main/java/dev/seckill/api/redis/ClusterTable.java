package dev.seckill.api.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * What a node of a cluster tells of it: who has which slots, and since which configuration epoch.
 *
 * @param ids of all nodes that it knows, itself among them; a node that is set up anew has another one
 * @param ranges in no order
 * @param confirmed the masters that it can vouch for: it is none of them, nor is it cut off, from them or from the majority
 */
record ClusterTable(Set<String> ids, List<Range> ranges, Set<HostAndPort> confirmed) {

    /** Slots that have one master. */
    record Range(int first, int last, HostAndPort master, long epoch) {}

    /**
     * Reads the replies.
     *
     * @param slots to CLUSTER SLOTS, which has the addresses that clients are to use
     * @param nodes to CLUSTER NODES, which has the epochs, and who told
     * @param asked who was asked, perhaps by another address than its own; a node that does not know that leaves it out
     */
    static ClusterTable of(List<Object> slots, String nodes, HostAndPort asked) {
        Map<String, Node> known = new HashMap<>();
        nodes.lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length > Node.EPOCH)
                .forEach(words -> known.put(words[Node.ID], Node.of(words)));
        Set<String> vouchedFor = vouchedFor(known);
        List<Range> ranges = new ArrayList<>();
        Set<HostAndPort> confirmed = new HashSet<>();
        for (Object entry : slots) {
            List<Object> range = RedisReply.list(entry);
            List<Object> master = RedisReply.list(range.get(2));
            String host = RedisReply.text(master.get(0));
            boolean isNamed = host != null && !host.isEmpty() && !host.equals("?");
            HostAndPort address =
                    new HostAndPort(isNamed ? host : asked.getHost(), Math.toIntExact((Long) master.get(1)));
            String id = RedisReply.text(master.get(2));
            ranges.add(new Range(
                    Math.toIntExact((Long) range.get(0)),
                    Math.toIntExact((Long) range.get(1)),
                    address,
                    known.containsKey(id) ? known.get(id).epoch() : 0));
            if (vouchedFor.contains(id)) {
                confirmed.add(address);
            }
        }
        return new ClusterTable(Set.copyOf(known.keySet()), List.copyOf(ranges), Set.copyOf(confirmed));
    }

    /** By the rule after which a node itself takes the cluster for unusable; a master that is the only one is its own witness. */
    private static Set<String> vouchedFor(Map<String, Node> known) {
        Set<String> reached = new HashSet<>();
        int masters = 0;
        for (Map.Entry<String, Node> node : known.entrySet()) {
            if (node.getValue().isMaster()) {
                masters++;
                if (node.getValue().isReached()) {
                    reached.add(node.getKey());
                }
            }
        }
        if (reached.size() <= masters / 2) {
            return Set.of();
        }
        if (masters > 1) {
            reached.removeIf(id -> known.get(id).isMyself());
        }
        return reached;
    }

    /** A line of CLUSTER NODES. */
    private record Node(List<String> flags, long epoch, boolean hasSlots) {
        private static final int ID = 0;
        private static final int FLAGS = 2;
        private static final int EPOCH = 6;
        private static final int SLOTS = 8;

        static Node of(String[] words) {
            boolean hasSlots = words.length > SLOTS && !words[SLOTS].startsWith("["); // else one is on its way to it
            return new Node(List.of(words[FLAGS].split(",")), Long.parseLong(words[EPOCH]), hasSlots);
        }

        boolean isMyself() {
            return flags.contains("myself");
        }

        boolean isMaster() {
            return flags.contains("master") && hasSlots;
        }

        boolean isReached() {
            return !flags.contains("fail") && !flags.contains("fail?");
        }
    }
}
