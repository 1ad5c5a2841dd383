package dev.seckill.infra.embedded;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.StartFailedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Where the build put the servers' files: {@code kafka}, {@code redis} and {@code mysql} under {@code infra/target/servers},
 * or under the folder that the system property {@value #PROPERTY} names.
 */
record ServersFolder(Path root, Platform platform) {

    static final String PROPERTY = "seckill.servers";

    /** Names another program file of Redis, such as that of the machine. */
    static final String REDIS_PROPERTY = "seckill.redis";

    private static final Map<String, String> REDIS = Map.of(
            "linux-amd64", "redis-server-6.2.6-v5-linux-amd64",
            "linux-arm64", "redis-server-6.2.7-linux-arm64",
            "darwin-amd64", "redis-server-6.2.6-v5-darwin-amd64",
            "darwin-arm64", "redis-server-6.2.6-v5-darwin-arm64");

    /** The broker ends at once in a Turkish JVM: it looks for its group type "CLASSIC" with another capital I. */
    private static final List<String> ENGLISH = List.of("-Duser.language=en", "-Duser.country=US");

    // macOS on Apple silicon runs programs for x86-64 through Rosetta.
    private static final Map<String, String> MYSQL = Map.of(
            "linux-amd64", "mysql-Linux-amd64.tar.gz",
            "darwin-amd64", "mysql-Mac_OS_X-x86_64.tar.gz",
            "darwin-arm64", "mysql-Mac_OS_X-x86_64.tar.gz");

    static ServersFolder find() {
        String named = System.getProperty(PROPERTY);
        Path root = named != null
                ? Path.of(named).toAbsolutePath()
                : Checkout.find().servers();
        return new ServersFolder(root, Platform.current());
    }

    /** The program file of Redis: the one that {@value #REDIS_PROPERTY} names, else the one of the build. */
    Path redis() {
        String named = System.getProperty(REDIS_PROPERTY);
        return named != null ? namedRedis(Path.of(named).toAbsolutePath()) : builtRedis();
    }

    private static Path namedRedis(Path program) {
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new StartFailedException(
                    "redis", program + " is no program that can be run; see -D" + REDIS_PROPERTY);
        }
        return program;
    }

    private Path builtRedis() {
        Path program = part("redis", fileFor("redis", REDIS));
        if (!Files.isExecutable(program) && !program.toFile().setExecutable(true)) {
            throw new StartFailedException("redis", program + " can't be made executable");
        }
        return program;
    }

    /** The command for a main class of Kafka, run with this JVM's Java. */
    List<String> kafkaCommand(List<String> jvmOptions, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ENGLISH);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", part("kafka", ".").normalize() + "/*", mainClass));
        command.addAll(arguments);
        return command;
    }

    /** The name of Kafka's main jar, which has its version. */
    String kafkaJar() {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(part("kafka", "."), "kafka_2*.jar")) {
            return jars.iterator().next().getFileName().toString();
        } catch (IOException | NoSuchElementException e) {
            throw new StartFailedException("kafka", "no server jar in " + root.resolve("kafka"), e);
        }
    }

    /** The archive of MySQL. */
    Path mysqlArchive() {
        return part("mysql", fileFor("mysql", MYSQL));
    }

    private String fileFor(String server, Map<String, String> files) {
        String file = files.get(platform.toString());
        if (file == null) {
            throw new StartFailedException(
                    server,
                    String.format(
                            Locale.ROOT,
                            "no program for %s (there are: %s); use the containers of infra/docker-compose.yml instead",
                            platform,
                            files.keySet()));
        }
        return file;
    }

    private Path part(String server, String file) {
        Path path = root.resolve(server).resolve(file);
        if (!Files.exists(path)) {
            throw new StartFailedException(
                    server,
                    String.format(
                            Locale.ROOT,
                            "%s is missing; make it with: ./mvnw -q -pl infra process-resources"
                                    + " (or name the folder with -D%s=DIR)",
                            path.normalize(),
                            PROPERTY));
        }
        return path;
    }
}
