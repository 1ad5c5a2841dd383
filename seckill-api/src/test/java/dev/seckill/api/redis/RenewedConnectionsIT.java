package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.embedded.RedisSentinelConfig;
import dev.seckill.infra.embedded.RedisSentinelServers;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** A master has another replication id once its first replica has come, and connections from before go on. */
@Timeout(300)
final class RenewedConnectionsIT {

    private static final OrderId ORDER = OrderId.parse("019ae000-0000-7000-8000-000000000001");

    private static RedisSentinelServers servers;

    private final SaleId sale = new SaleId("renewed");
    private final SaleKeys keys = new SaleKeys(sale);

    @BeforeAll
    static void start(@TempDir Path folder) {
        servers = RedisSentinelServers.start(RedisSentinelConfig.in(folder.resolve("data")));
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    private void mark(RedisLink decider) {
        decider.open();
        decider.send(Command.SET, keys.server, SaleKeys.bytes(decider.identity().runId()));
        decider.replies(1);
    }

    /** As the first replica does that comes. */
    private static void changeReplicationId(HostAndPort master) {
        try (Connection connection = new Connection(master)) {
            connection.sendCommand(() -> SaleKeys.bytes("DEBUG"), "CHANGE-REPL-ID");
            connection.getStatusCodeReply();
        }
    }

    @Test
    void connectionsThatKnowAMasterByTwoIdsAreMadeAnewAndAgree() {
        try (RedisNodes nodes = new RedisNodes(new RedisSettings(URI.create(servers.url()), Duration.ofSeconds(5)));
                RedisLink decider = new RedisLink(nodes, 0);
                RedisStandings standings = new RedisStandings(nodes);
                RedisOutbox relay = new RedisOutbox(sale, nodes, "a-relay")) {
            mark(decider);
            String before = decider.identity().runId();
            assertThat(relay.sound(Set.of(sale))).containsExactly(sale);
            changeReplicationId(decider.at());

            assertThat(standings.of(sale, ORDER).isSound())
                    .as("by a later connection")
                    .isFalse();
            assertThat(decider.isUsable()).isFalse();

            mark(decider);
            assertThat(decider.identity().runId()).isNotEqualTo(before);
            assertThat(standings.of(sale, ORDER).isSound()).isTrue();
            assertThat(relay.sound(Set.of(sale))).containsExactly(sale);
            assertThat(decider.isUsable()).as("once").isTrue();
        }
    }
}
