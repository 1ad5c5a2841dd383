package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.embedded.RedisClusterConfig;
import dev.seckill.infra.embedded.RedisClusterServers;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

@Timeout(120)
final class ClusterCounterIT extends ReplicatedCounterContract {

    private static final Pattern CLIENTS = Pattern.compile("connected_clients:(\\d+)");

    private static RedisClusterServers servers;

    @BeforeAll
    static void start(@TempDir Path folder) {
        servers = RedisClusterServers.start(
                RedisClusterConfig.onFreePorts(folder.resolve("data")).withNodes(3, 0));
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Override
    String url() {
        return servers.url();
    }

    @Test
    void manySalesAreLookedAtOverOneConnectionToEachMaster() {
        int before = connections();
        try (RedisSales sales = new RedisSales(nodes.settings())) {
            for (int i = 0; i < 300; i++) {
                RedisSale one = sales.sale(new SaleId("one-of-many-" + i));
                assertThat(one.isThere()).isFalse();
                assertThat(one.state().left()).isNull();
            }

            // And some more, by which nodes are asked who has what.
            assertThat(connections() - before).isBetween(3, 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster|slots", "cluster|nodes"})
    void whoMayNotAskTheClusterIsToldSo(String command) {
        String user = "without-" + command.replace('|', '-');
        byte[][] rights = Stream.concat(Stream.of("SETUSER", user, "on", ">secret"), ListedRights.without(command))
                .map(SaleKeys::bytes)
                .toArray(byte[][]::new);
        servers.nodes().forEach(node -> askNode(node, Command.ACL, rights));
        String url = servers.url().replace("://", "://" + user + ":secret@");

        try (RedisNodes asUser = new RedisNodes(new RedisSettings(URI.create(url), Duration.ofSeconds(5)))) {
            assertThatThrownBy(() -> asUser.masterOf(0))
                    .hasMessageContaining("no node of the cluster tells who has what: NOPERM")
                    .hasMessageContaining("'cluster")
                    .hasMessageNotContaining("secret");
        }
    }

    private Object askNode(ChildServer node, Command command, byte[]... arguments) {
        try (RedisLink link = new RedisLink(nodes, new HostAndPort("127.0.0.1", node.port()))) {
            link.open();
            link.send(command, arguments);
            return link.replies(1).get(0);
        }
    }

    /** Of all nodes together. */
    private int connections() {
        return servers.nodes().stream()
                .mapToInt(node -> {
                    String told = RedisReply.text(askNode(node, Command.INFO, SaleKeys.bytes("clients")));
                    Matcher clients = CLIENTS.matcher(told);
                    assertThat(clients.find()).as(told).isTrue();
                    return Integer.parseInt(clients.group(1));
                })
                .sum();
    }
}
