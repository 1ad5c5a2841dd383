package dev.seckill.infra.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a Kafka node says about its cluster, asked over a plain socket (Metadata, version 1), so that whoever only runs
 * servers needs no client.
 *
 * @param brokers the ids of those that are in the cluster now
 * @param leaders partition to the id of its leader, for the topic that was asked for; those without a leader are left out
 */
record KafkaMetadata(Set<Integer> brokers, Map<Integer, Integer> leaders) {

    private static final short METADATA = 3;
    private static final short VERSION = 1;
    private static final short NO_TEXT = -1;
    private static final int NOBODY = -1;

    /** Without a topic. */
    static KafkaMetadata ask(int port) throws IOException {
        return ask(port, new byte[0]);
    }

    /** With this topic's leaders; none if there is no such topic. */
    static KafkaMetadata ask(int port, String topic) throws IOException {
        return ask(port, topic.getBytes(StandardCharsets.UTF_8));
    }

    private static KafkaMetadata ask(int port, byte[] topic) throws IOException {
        AtomicReference<KafkaMetadata> reply = new AtomicReference<>();
        Probe.ask(port, (out, in) -> {
            write(out, topic);
            reply.set(read(in));
            return true;
        });
        return reply.get();
    }

    private static void write(DataOutputStream out, byte[] topic) throws IOException {
        int topics = topic.length == 0 ? 0 : 1;
        out.writeInt(14 + topics * (2 + topic.length)); // length of what follows
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(1); // correlation id
        out.writeShort(NO_TEXT); // no client id
        out.writeInt(topics);
        if (topics == 1) {
            out.writeShort(topic.length);
            out.write(topic);
        }
        out.flush();
    }

    private static KafkaMetadata read(DataInputStream in) throws IOException {
        in.readInt(); // length
        in.readInt(); // correlation id
        Set<Integer> brokers = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            brokers.add(in.readInt());
            skipText(in); // host
            in.readInt(); // port
            skipText(in); // rack
        }
        in.readInt(); // id of the controller
        Map<Integer, Integer> leaders = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            in.readShort(); // error
            skipText(in); // name
            in.readByte(); // whether it is internal
            readLeaders(in, leaders);
        }
        return new KafkaMetadata(brokers, leaders);
    }

    private static void readLeaders(DataInputStream in, Map<Integer, Integer> leaders) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            in.readShort(); // error
            int partition = in.readInt();
            int leader = in.readInt();
            if (leader != NOBODY) {
                leaders.put(partition, leader);
            }
            skipIds(in); // replicas
            skipIds(in); // those in sync
        }
    }

    private static void skipText(DataInputStream in) throws IOException {
        int length = in.readShort();
        if (length > 0) {
            in.readFully(new byte[length]);
        }
    }

    private static void skipIds(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            in.readInt();
        }
    }
}
