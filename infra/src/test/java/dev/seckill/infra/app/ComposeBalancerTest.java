package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HAProxy of the containers is told what HAProxy of {@code infra/up --cluster} is told. */
final class ComposeBalancerTest {

    private static final String RESOLVERS = """
            # Containers that are made anew have other addresses.
            resolvers docker
                parse-resolv-conf
                hold valid 1s

            """;

    @Test
    void differsInNamesAndAddressesOnly() throws IOException {
        String expected = new BalancerSettings(3000, List.of(1, 2), 3001, List.of(3, 4))
                .text()
                .replace("bind 127.0.0.1:", "bind :")
                .replace("127.0.0.1:1", "seckill-api-1:3000")
                .replace("127.0.0.1:2", "seckill-api-2:3000")
                .replace("127.0.0.1:3", "order-consumer-1:3001")
                .replace("127.0.0.1:4", "order-consumer-2:3001")
                .replace("defaults\n", RESOLVERS + "defaults\n")
                .replace("fall 2 rise 1\n", "fall 2 rise 1 resolvers docker init-addr last,libc,none\n");

        assertThat(Files.readString(Path.of("docker/haproxy.cfg")))
                .startsWith("# HAProxy before the programs of docker-compose.cluster.yml")
                .endsWith("\n" + expected);
    }
}
