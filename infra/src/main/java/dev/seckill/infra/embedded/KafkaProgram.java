package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One Kafka node in a JVM of its own, on storage that is copied from the template if there is none.
 *
 * @param data its folder: storage and settings
 * @param ports gives the controller's port, which is another one at each start
 * @param brief whether it lives for moments only
 */
public record KafkaProgram(ServersFolder servers, Path data, int port, Ports ports, boolean brief) implements Program {

    static final String COMPILED_QUICKLY = "-XX:TieredStopAtLevel=1";

    @Override
    public String name() {
        return "kafka";
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
        Folders.makeOnce(segments, folder -> Folders.copy(template.segments(), folder));
        KafkaFiles.ofOneNode(segments, port, ports.free()).write(data);
    }

    @Override
    public List<String> command() {
        String archive = "-XX:SharedArchiveFile=" + KafkaTemplate.of(servers).classArchive();
        return command(servers, data, brief ? List.of(archive, COMPILED_QUICKLY) : List.of(archive));
    }

    /** A node with the settings in this folder, and with further options for its JVM. */
    static List<String> command(ServersFolder servers, Path settings, List<String> jvmOptions) {
        List<String> options = new ArrayList<>(List.of("-Xmx512m", KafkaFiles.loggingOption(settings)));
        options.addAll(jvmOptions);
        return servers.kafkaCommand(
                options, "kafka.Kafka", List.of(KafkaFiles.file(settings).toString()));
    }

    /** Answered with at least one broker once the node has joined its own cluster. */
    @Override
    public boolean answers() throws IOException {
        return listsBroker(port);
    }

    public static boolean listsBroker(int port) throws IOException {
        return !KafkaMetadata.ask(port).brokers().isEmpty();
    }
}
