package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class AskingConnectionsIT {

    private final AtomicLong nanoTime = new AtomicLong();
    private final HostAndPort node;
    private final RedisLink operator;
    private final AskingConnections asking;

    AskingConnectionsIT(ServerStack servers) {
        RedisSettings settings = new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5));
        node = settings.addresses().get(0);
        operator = new RedisLink(settings);
        asking = new AskingConnections(settings.clientConfig(), nanoTime::get);
    }

    @AfterEach
    void close() {
        asking.close();
        operator.close();
    }

    @Test
    void oneConnectionAnswersAgainAndAgain() {
        long first = id();

        assertThat(id()).isEqualTo(first);
        assertThat(id()).isEqualTo(first);
    }

    @Test
    void anotherOneAnswersWhileItIsInUse() {
        long first = id();

        long[] both = asking.ask(node, connection -> new long[] {id(), id(connection)});

        assertThat(both[1]).isEqualTo(first);
        assertThat(both[0]).isNotEqualTo(first).isEqualTo(id());
        awaitClosed(first);
    }

    @Test
    void oneThatWasClosedMeanwhileIsNotNoticed() {
        long first = id();
        asOperator("KILL", first);

        assertThat(id()).isNotEqualTo(first);
    }

    @Test
    void oneThatFailedIsNotUsedAgain() {
        long first = id();

        assertThatThrownBy(() -> asking.ask(node, connection -> {
                    connection.sendCommand(Command.GET);
                    return connection.getBinaryBulkReply();
                }))
                .isInstanceOf(JedisDataException.class);

        assertThat(id()).isNotEqualTo(first);
        awaitClosed(first);
    }

    @Test
    void afterAWhileItIsMadeAnew() {
        long first = id();
        nanoTime.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(id()).isNotEqualTo(first);
        awaitClosed(first);
    }

    @Test
    void closingEndsThoseInUseToo() {
        long first = id();
        long other = asking.ask(node, connection -> {
            asking.close();
            return id(connection);
        });

        assertThat(other).isEqualTo(first);
        awaitClosed(first);
    }

    @Test
    void nobodyThereIsTold() {
        HostAndPort nobody = new HostAndPort("127.0.0.1", 1);

        assertThatThrownBy(() -> asking.ask(nobody, AskingConnectionsIT::id))
                .isInstanceOf(JedisConnectionException.class);
    }

    private long id() {
        return asking.ask(node, AskingConnectionsIT::id);
    }

    private static long id(Connection connection) {
        connection.sendCommand(Command.CLIENT, "ID");
        return connection.getIntegerReply();
    }

    private void awaitClosed(long id) {
        await().until(() -> !RedisReply.text(asOperator("LIST", id)).contains("id=" + id + " "));
    }

    private Object asOperator(String what, long id) {
        operator.open();
        operator.send(Command.CLIENT, SaleKeys.bytes(what), SaleKeys.bytes("ID"), SaleKeys.bytes(Long.toString(id)));
        return operator.replies(1).get(0);
    }
}
