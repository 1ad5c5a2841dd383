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
import java.util.HashSet;
import java.util.Set;
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

@Timeout(300)
final class ClusterCounterIT extends ReplicatedCounterContract {

    /** Of CLIENT LIST, without the one that asks for it. */
    private static final Pattern CLIENT = Pattern.compile("(?m)^id=(\\d+) .* cmd=(?!client)");

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
        Set<String> before = connections();
        try (RedisSales sales = new RedisSales(nodes.settings())) {
            for (int i = 0; i < 300; i++) {
                RedisSale one = sales.sale(new SaleId("one-of-many-" + i));
                assertThat(one.isThere()).isFalse();
                assertThat(one.state().left()).isNull();
            }

            // And some more, by which nodes are asked who has what.
            Set<String> more = connections();
            more.removeAll(before); // of which some may have ended
            assertThat(more).hasSizeBetween(3, 20);
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

    /** Of all nodes together, each by its node and what that calls it. */
    private Set<String> connections() {
        Set<String> all = new HashSet<>();
        for (ChildServer node : servers.nodes()) {
            String told = RedisReply.text(askNode(node, Command.CLIENT, SaleKeys.bytes("LIST")));
            CLIENT.matcher(told).results().forEach(client -> all.add(node.port() + " " + client.group(1)));
        }
        return all;
    }
}
