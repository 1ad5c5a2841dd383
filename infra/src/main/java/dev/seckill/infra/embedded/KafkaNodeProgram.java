package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of several Kafka nodes, in a JVM of its own with a small heap.
 *
 * @param data its folder: storage and settings
 * @param nodes all of its cluster, this one among them
 * @param brief whether it lives for moments only
 */
record KafkaNodeProgram(
        ServersFolder servers, Path data, KafkaNode node, List<KafkaNode> nodes, Ports ports, boolean brief)
        implements Program {

    /** In 256 MB a collector that takes no further threads and tables is the better one. */
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC");

    @Override
    public String name() {
        return name(node.id());
    }

    static String name(int id) {
        return "kafka-" + id;
    }

    @Override
    public int port() {
        return node.port();
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(data);
    }

    @Override
    public void prepare() throws IOException {
        KafkaTemplate template = KafkaTemplate.of(servers);
        template.makeOnce(servers, ports);
        Path segments = data.resolve("segments");
        Folders.makeOnce(segments, folder -> template.copyFor(node.id(), folder));
        new KafkaFiles(segments, node, nodes).write(data);
    }

    @Override
    public List<String> command() {
        List<String> options = new ArrayList<>(SMALL); // the last heap that a command line names is the one that counts
        options.add("-XX:SharedArchiveFile=" + KafkaTemplate.of(servers).classArchive());
        if (brief) {
            options.add(KafkaProgram.COMPILED_QUICKLY);
        }
        return KafkaProgram.command(servers, data, options);
    }

    /** Whether it is in the cluster: a node that was killed is let in again when its old session is over. */
    @Override
    public boolean answers() throws IOException {
        return KafkaMetadata.ask(node.port()).brokers().contains(node.id());
    }
}
