package dev.seckill.infra.embedded;

import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.OneOffCommand;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * What is made once per build folder, Kafka version and Java, and then used by every Kafka that starts: formatted storage,
 * and an archive of the loaded classes (class data sharing), which makes a start cheaper.
 */
record KafkaTemplate(Path folder) {

    private static final Duration FORMAT_WAIT = Duration.ofSeconds(60);
    private static final Duration TRAINING_WAIT = Duration.ofSeconds(90);
    private static final String CLUSTER_ID = "c2Vja2lsbC1lbWJlZGRlZA";

    static KafkaTemplate of(ServersFolder servers) {
        String name = servers.kafkaJar() + "-java-" + System.getProperty("java.vm.version");
        return new KafkaTemplate(servers.root().resolve("kafka-template").resolve(name));
    }

    /** Formatted storage, to copy. */
    Path segments() {
        return folder.resolve("segments");
    }

    /** Copies the storage for a node of a cluster: formatted by the template for node 1, renamed to this one. */
    void copyFor(int node, Path segments) throws IOException {
        Folders.copy(segments(), segments);
        Path names = segments.resolve("meta.properties");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(names)) {
            properties.load(reader);
        }
        properties.setProperty("node.id", Integer.toString(node));
        properties.setProperty("directory.id", newId()); // the cluster knows each folder of segments by it
        try (Writer writer = Files.newBufferedWriter(names)) {
            properties.store(writer, null);
        }
    }

    /** An id as Kafka writes it: 16 random bytes in the alphabet of URLs. */
    private static String newId() {
        UUID id = UUID.randomUUID();
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** For the JVM option {@code -XX:SharedArchiveFile}; a JVM that it does not fit starts without it. */
    Path classArchive() {
        return folder.resolve("classes.jsa");
    }

    /** Makes it if that was not done before. */
    void makeOnce(ServersFolder servers, Ports ports) throws IOException {
        Folders.makeOnce(folder, draft -> new KafkaTemplate(draft).make(servers, ports));
    }

    private void make(ServersFolder servers, Ports ports) throws IOException {
        Path scratch = Files.createTempDirectory("kafka-template");
        try {
            format(servers, scratch);
            Folders.copy(scratch.resolve("segments"), Files.createDirectory(segments()));
            train(servers, scratch, ports);
        } finally {
            Folders.delete(scratch);
        }
    }

    private static void format(ServersFolder servers, Path scratch) throws IOException {
        KafkaFiles.ofOneNode(scratch.resolve("segments"), 9092, 9093).write(scratch); // ports only to be written down
        List<String> command = servers.kafkaCommand(
                List.of(KafkaFiles.loggingOption(scratch)),
                "kafka.tools.StorageTool",
                List.of(
                        "format",
                        "-t",
                        CLUSTER_ID,
                        "-c",
                        KafkaFiles.file(scratch).toString()));
        OneOffCommand.run("kafka", command, FORMAT_WAIT);
    }

    /** Runs a node until it answers; told to, its JVM writes the archive when it ends. */
    private void train(ServersFolder servers, Path scratch, Ports ports) throws IOException {
        int port = ports.free();
        KafkaFiles.ofOneNode(scratch.resolve("segments"), port, ports.free()).write(scratch);
        Program training = new Training(
                port, KafkaProgram.command(servers, scratch, List.of("-XX:ArchiveClassesAtExit=" + classArchive())));
        ChildServer node = new ChildServer(training, scratch.resolve("log"), TRAINING_WAIT, TRAINING_WAIT);
        node.start();
        node.stop();
    }

    private record Training(int port, List<String> command) implements Program {

        @Override
        public String name() {
            return "kafka";
        }

        @Override
        public void wipe() {
            throw new UnsupportedOperationException("the scratch folder goes as a whole");
        }

        @Override
        public void prepare() {
            // Done by the template.
        }

        @Override
        public boolean answers() throws IOException {
            return KafkaProgram.listsBroker(port);
        }
    }
}
