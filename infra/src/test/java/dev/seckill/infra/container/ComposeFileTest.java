package dev.seckill.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ComposeFileTest {

    private static final Pattern USED = Pattern.compile("\\$\\{([A-Z_0-9]+)");
    private static final Pattern IMAGE = Pattern.compile("(?m)^ +image: (\\S+)$");
    private static final Pattern SERVICE = Pattern.compile("(?m)^  ([a-z][a-z0-9-]*):");
    private static final String KEYS = "/var/lib/seckill/keys";
    private static final String PROOFS = "/var/lib/seckill/proofs";
    private static final Pattern TOLD = Pattern.compile("(?m)^#([A-Z_0-9]+)=");

    @Test
    void everySettingStandsInTheExample() throws IOException {
        Set<String> used = names(USED, "docker-compose.yml");
        assertThat(used).contains("ADMIN_TOKENS", "ORDER_BOOK_TOKEN", "PAGES", "EMBED_ORIGINS");
        used.addAll(names(USED, "docker-compose.cluster.yml"));

        assertThat(names(TOLD, ".env.example")).isEqualTo(used);
    }

    @Test
    void theClusterHasTheSameImagesAndSixThreeTwoAndTwoOfThem() throws IOException {
        String cluster = Files.readString(Path.of("docker-compose.cluster.yml"));

        Set<String> images = lines(IMAGE, cluster);
        images.remove("haproxy:3.2-alpine");
        assertThat(lines(IMAGE, Files.readString(Path.of("docker-compose.yml"))))
                .containsAll(images);
        String services = cluster.substring(cluster.indexOf("\nservices:\n"), cluster.indexOf("\nnetworks:\n"));
        assertThat(lines(SERVICE, services))
                .containsExactlyInAnyOrder(
                        "redis-1",
                        "redis-2",
                        "redis-3",
                        "redis-4",
                        "redis-5",
                        "redis-6",
                        "redis-meet",
                        "kafka-1",
                        "kafka-2",
                        "kafka-3",
                        "mysql",
                        "seckill-api-1",
                        "seckill-api-2",
                        "order-consumer-1",
                        "order-consumer-2",
                        "proof-keys",
                        "haproxy");
        assertThat(cluster).contains("ORDER_REPLICATION: \"3\"\n").contains("PARKED_REPLICATION: \"3\"\n");
        assertThat(Files.readString(Path.of("docker/kafka-cluster.properties")))
                .contains("default.replication.factor=3\n", "min.insync.replicas=2\n");
    }

    /** What the API's README asks of a cluster; one replica each is too few for min-replicas-to-write. */
    @Test
    void theNodesOfTheClusterAreToldWhatASaleNeeds() throws IOException {
        assertThat(Files.readString(Path.of("docker-compose.cluster.yml")))
                .contains(
                        "    - --cluster-require-full-coverage\n    - \"no\"\n",
                        "    - --repl-backlog-ttl\n",
                        "    - --maxmemory-policy\n    - noeviction\n",
                        "    - --appendonly\n    - \"yes\"\n",
                        "    REDIS_REPLICAS: \"1\"\n")
                .doesNotContain("- --min-replicas-to-write");
    }

    private static Set<String> lines(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The API sends what the consumer takes; with no token there is neither, and both start all the same. */
    @Test
    void theApiReadsTheOrderBookWithTheTokenOfTheConsumer() throws IOException {
        assertThat(Files.readString(Path.of("docker-compose.yml")))
                .contains("ORDER_BOOK_URL: ${ORDER_BOOK_TOKEN:+http://order-consumer:3001}\n")
                .contains("ORDER_BOOK_TOKEN: ${ORDER_BOOK_TOKEN:-}\n")
                .contains("READ_TOKENS: ${ORDER_BOOK_TOKEN:+api:${ORDER_BOOK_TOKEN:-}}\n");
    }

    /** Off as they are shipped; with PROOF_ORIGIN both have keys, where the image has a folder for them that the user owns. */
    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.cluster.yml"})
    void aNameForTheShopTurnsProofsOnInBothPrograms(String name) throws IOException {
        String file = Files.readString(Path.of(name));
        for (String line : List.of(
                "PROOF_ORIGIN: ${PROOF_ORIGIN:-}\n",
                "PROOF_KEYS: ${PROOF_ORIGIN:+" + KEYS + "}\n",
                "proof-keys: { condition: service_completed_successfully, required: false }\n",
                "volumes: [\"${PROOF_KEYS_DIR:-proof-keys}:" + KEYS + ":ro\"")) {
            assertThat(file.split(Pattern.quote(line), -1)).as(line).hasSizeGreaterThan(2);
        }
        assertThat(file)
                .contains("PROOFS: ${PROOF_ORIGIN:+" + PROOFS + "}\n", "\"proofs:" + PROOFS + "\"]\n")
                .contains("\n  proof-keys:\n    profiles: [proofs]\n")
                .contains("volumes: [\"${PROOF_KEYS_DIR:-proof-keys}:" + KEYS + "\"]\n")
                .contains("keygen \"$$PROOF_ORIGIN\" new; }", "working_dir: " + KEYS + "\n")
                .contains("\nvolumes:\n  proof-keys:\n  proofs:\n");
        assertThat(Files.readString(Path.of("docker/Dockerfile")))
                .contains("RUN install -d -o 10001 -g 10001 -m 700 " + KEYS + " " + PROOFS + "\n");
    }

    private static Set<String> names(Pattern pattern, String file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher found = pattern.matcher(Files.readString(Path.of(file)));
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }
}
