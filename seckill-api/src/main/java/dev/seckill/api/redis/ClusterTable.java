package dev.seckill.api.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;

/**
 * What a node of a cluster tells of it: who has which slots, and since which configuration epoch.
 *
 * @param ranges in no order
 */
record ClusterTable(List<Range> ranges) {

    private static final int ID = 0;
    private static final int EPOCH = 6;

    /** Slots that have one master. */
    record Range(int first, int last, HostAndPort master, long epoch) {}

    /**
     * Reads the replies.
     *
     * @param slots to CLUSTER SLOTS, which has the addresses that clients are to use
     * @param nodes to CLUSTER NODES, which has the epochs
     * @param asked who told; a node that does not know its own address leaves that out
     */
    static ClusterTable of(List<Object> slots, String nodes, HostAndPort asked) {
        Map<String, Long> epochs = new HashMap<>();
        nodes.lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length > EPOCH)
                .forEach(words -> epochs.put(words[ID], Long.parseLong(words[EPOCH])));
        List<Range> ranges = new ArrayList<>();
        for (Object entry : slots) {
            List<Object> range = RedisReply.list(entry);
            List<Object> master = RedisReply.list(range.get(2));
            String host = RedisReply.text(master.get(0));
            boolean isNamed = host != null && !host.isEmpty() && !host.equals("?");
            ranges.add(new Range(
                    Math.toIntExact((Long) range.get(0)),
                    Math.toIntExact((Long) range.get(1)),
                    new HostAndPort(isNamed ? host : asked.getHost(), Math.toIntExact((Long) master.get(1))),
                    epochs.getOrDefault(RedisReply.text(master.get(2)), 0L)));
        }
        return new ClusterTable(List.copyOf(ranges));
    }
}
