package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.HostAndPort;

/** When a new master is left alone: others may sell at the old one for as long as they have it confirmed. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class StoreNodeIT {

    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final int SLOT = 0;

    private final Named masters;
    private final RedisNodes nodes;
    private final Log log = new Log();
    private long nanos;
    private StoreNode node;

    StoreNodeIT(ServerStack servers) {
        masters = new Named(new HostAndPort("127.0.0.1", servers.redis().port()));
        nodes = new RedisNodes(new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5)), masters);
        node = new StoreNode(nodes, log, WAIT, () -> nanos);
    }

    @AfterEach
    void close() {
        node.close();
        nodes.close();
    }

    @Test
    void thePauseBeginsWhenTheMasterIsConfirmedAndNotWhenItIsConnectedTo() {
        awaitUnconfirmed();
        nanos += WAIT.toNanos() * 2 / 3;
        masters.confirmed = true;

        assertThat(node.isReady(SLOT)).isTrue();

        assertThat(left()).isEqualTo(WAIT);
    }

    @Test
    void theSameGoesForEachOfSeveral() {
        node = new StoreNode(nodes, masters.address, log, WAIT, () -> nanos);
        awaitUnconfirmed();
        nanos += WAIT.toNanos() * 2 / 3;
        masters.confirmed = true;

        await().until(() -> node.isReady(SLOT));

        assertThat(left()).isEqualTo(WAIT);
    }

    @Test
    void theLogIsReadOnOnceTheMasterIsConfirmed() {
        awaitUnconfirmed();
        int before = log.readings;
        masters.confirmed = true;
        log.reading = new CompletableFuture<>();

        assertThat(node.isReady(SLOT)).isFalse();
        assertThat(log.readings).isEqualTo(before + 1);
        log.reading.complete(null);
        assertThat(node.isReady(SLOT)).isTrue();
    }

    /** A transaction may be read back over a connection that it made itself. */
    @Test
    void aLookBeforeTheMasterIsConfirmedDoesNotCount() {
        awaitUnconfirmed();
        left();
        nanos += WAIT.toNanos();
        masters.confirmed = true;

        assertThat(node.isReady(SLOT)).isTrue();

        assertThat(left()).isEqualTo(WAIT);
    }

    @Test
    void onceConfirmedItGoesOnThoughNobodyConfirmsTheMasterForAWhile() {
        masters.confirmed = true;
        assertThat(node.isReady(SLOT)).isTrue();
        nanos += Duration.ofSeconds(1).toNanos();
        masters.confirmed = false;
        assertThatThrownBy(() -> node.isReady(SLOT)).isInstanceOf(StockUnavailableException.class);
        masters.confirmed = true;

        assertThat(node.isReady(SLOT)).isTrue();

        assertThat(left()).isEqualTo(WAIT.minusSeconds(1));
        assertThat(log.readings).isEqualTo(1);
    }

    @Test
    void itBeginsAnewWithAnotherConnection() {
        masters.confirmed = true;
        assertThat(node.isReady(SLOT)).isTrue();
        nanos += WAIT.toNanos();
        node.link.drop();

        assertThat(node.isReady(SLOT)).isTrue();

        assertThat(left()).isEqualTo(WAIT);
        assertThat(log.readings).isEqualTo(2);
    }

    @Test
    void aLogThatCannotBeReadDoesNotMakeItLonger() {
        masters.confirmed = true;
        log.reading = CompletableFuture.failedFuture(new IllegalStateException("kafka is away"));
        assertThatThrownBy(() -> node.isReady(SLOT)).hasMessageContaining("kafka is away");
        nanos += Duration.ofSeconds(1).toNanos();
        log.reading = CompletableFuture.completedFuture(null);

        assertThat(node.isReady(SLOT)).isTrue();

        assertThat(left()).isEqualTo(WAIT.minusSeconds(1));
    }

    private void awaitUnconfirmed() {
        await().until(() -> {
            try {
                return node.isReady(SLOT);
            } catch (StockUnavailableException unconfirmed) {
                return unconfirmed.getMessage().contains("no majority of the sentinels, has named");
            }
        });
        assertThat(node.link.isOpen()).isTrue();
    }

    /** How much longer a sale is left alone that was last found sound in another process. */
    private Duration left() {
        return node.pause.remaining(node.link.identity(), "another process");
    }

    /** Used by one thread. */
    private static final class Log implements LoggedMarks {

        private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
        private int readings;

        @Override
        public CompletableFuture<Void> readOn() {
            readings++;
            return reading;
        }

        @Override
        public LoggedSeq.Mark of(SaleId sale) {
            return LoggedSeq.NONE;
        }
    }

    /** One that others name, or not. */
    private static final class Named extends OneNamed {

        private volatile boolean confirmed;

        Named(HostAndPort address) {
            super(address);
        }

        @Override
        public boolean isConfirmedWithin(HostAndPort master, Duration time) {
            return confirmed;
        }
    }
}
