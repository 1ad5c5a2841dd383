package dev.seckill.infra.container;

import dev.seckill.infra.embedded.KafkaFiles;
import dev.seckill.infra.embedded.KafkaProgram;
import dev.seckill.infra.embedded.MySqlProgram;
import dev.seckill.infra.embedded.PropertiesText;
import dev.seckill.infra.embedded.RedisProgram;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * How a server runs in a container; image and settings are those of the compose file.
 *
 * @param innerPort where it listens in the container
 * @param environment its variables
 * @param files path to text of files in the container, given the port on this machine under which clients reach it
 * @param probe asks the port on this machine once whether it serves requests
 */
record ContainerRecipe(
        String name,
        String image,
        int innerPort,
        Map<String, String> environment,
        IntFunction<Map<String, String>> files,
        List<String> command,
        Probing probe) {

    private static final String KAFKA_SETTINGS = "/etc/seckill/server.properties";
    private static final String START_KAFKA = "/opt/kafka/bin/kafka-storage.sh format --ignore-formatted"
            + " --cluster-id 5L6g3nShT-eMCtK--X86sw --config " + KAFKA_SETTINGS
            + " && exec /opt/kafka/bin/kafka-server-start.sh " + KAFKA_SETTINGS;

    /** One question to a server; an exception counts as no. */
    interface Probing {
        boolean answers(int port) throws IOException;
    }

    static ContainerRecipe redis() {
        return new ContainerRecipe(
                "redis",
                "redis:8-alpine",
                6379,
                Map.of(),
                port -> Map.of(),
                List.of("redis-server", "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
                RedisProgram::pongs);
    }

    static ContainerRecipe kafka() {
        return new ContainerRecipe(
                "kafka",
                "apache/kafka:4.4.0",
                9092,
                Map.of("KAFKA_HEAP_OPTS", "-Xmx512m"),
                port -> Map.of(KAFKA_SETTINGS, kafkaSettings(port)),
                List.of("bash", "-c", START_KAFKA),
                KafkaProgram::listsBroker);
    }

    static ContainerRecipe mysql() {
        return new ContainerRecipe(
                "mysql",
                "mysql:8.4",
                3306,
                Map.of("MYSQL_ALLOW_EMPTY_PASSWORD", "yes"),
                port -> Map.of(),
                List.of(
                        "--character-set-server=utf8mb4",
                        "--default-time-zone=+00:00",
                        "--max-connections=500",
                        "--mysqlx=OFF"),
                MySqlProgram::greets);
    }

    private static String kafkaSettings(int port) {
        Map<String, Object> settings = new LinkedHashMap<>(KafkaFiles.ofOneNode());
        settings.put("controller.quorum.voters", "1@localhost:9093");
        // The broker reaches itself on another listener: in the container, nothing listens on the port of this machine.
        settings.put("listeners", "HOST://:9092,INSIDE://localhost:19092,CONTROLLER://localhost:9093");
        settings.put("advertised.listeners", "HOST://127.0.0.1:" + port + ",INSIDE://localhost:19092");
        settings.put("listener.security.protocol.map", "HOST:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "INSIDE");
        settings.put("log.dirs", "/var/lib/kafka/data");
        return PropertiesText.of(settings);
    }
}
