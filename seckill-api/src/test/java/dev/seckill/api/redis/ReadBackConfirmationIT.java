package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** What is read back at a master that perhaps is none any more. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class ReadBackConfirmationIT {

    private static final Duration FAILOVER_WAIT = Duration.ofSeconds(4);

    private final SaleId sale = new SaleId("read-back-" + UUID.randomUUID());
    private final RedisClient redis;
    private final LossyProxy proxy;
    private final Named masters;
    private final RedisNodes nodes;

    ReadBackConfirmationIT(ServerStack servers) throws IOException {
        this.redis = RedisClient.create(servers.redisUrl());
        this.proxy = new LossyProxy(servers.redis().port());
        this.masters = new Named(new HostAndPort("127.0.0.1", proxy.port()));
        this.nodes = new RedisNodes(
                new RedisSettings(URI.create("redis://127.0.0.1:" + proxy.port()), Duration.ofSeconds(5)), masters);
    }

    @BeforeEach
    void open() {
        redis.set(sale.value(), "5");
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        redis.close();
    }

    @Test
    void whatWasAppliedAtAMasterThatNobodyNamesIsNotTold() {
        StockCounter counter = counter(Duration.ofMillis(300));
        proxy.loseNextExecReply();

        assertThatThrownBy(() -> counter.decide(List.of(Purchase.ANONYMOUS), List.of()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("nobody else has named the master");

        assertThat(redis.get(sale.value())).as("a relay delivers it").isEqualTo("3");
        assertThat(masters.within).isEqualTo(FAILOVER_WAIT.dividedBy(4));
    }

    @Test
    void whatWasNotAppliedThereIsNotTriedAgainEither() {
        StockCounter counter = counter(Duration.ofMillis(300));
        proxy.loseNextExec();

        assertThatThrownBy(() -> counter.decide(List.of(Purchase.ANONYMOUS), List.of()))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(redis.get(sale.value())).isEqualTo("4");
    }

    @Test
    void itIsToldAsSoonAsTheMasterIsNamed() {
        StockCounter counter = counter(Duration.ofSeconds(30));
        proxy.loseNextExecReply();
        masters.namedAfter = 3;

        assertThat(counter.decide(List.of(Purchase.ANONYMOUS), List.of())).isInstanceOf(Attempt.Decided.class);

        assertThat(masters.doubts).isGreaterThanOrEqualTo(3);
        assertThat(redis.get(sale.value())).isEqualTo("3");
    }

    /** One that has decided a purchase. */
    private StockCounter counter(Duration readBackWait) {
        StockCounter counter = new RedisStockCounter(
                sale,
                RedisStockCounter.Connections.of(sale, nodes),
                new RedisStockCounter.Settings(
                        null, 1_000_000, readBackWait, Duration.ofHours(1), FAILOVER_WAIT, Duration.ofSeconds(1)),
                new SeqGuard(() -> LoggedSeq.NONE),
                () -> CompletableFuture.completedFuture(null),
                new OrderIdGenerator(Clock.systemUTC())::next,
                new FailoverPause(Duration.ZERO, System::nanoTime),
                new StoreRisks());
        assertThat(counter.decide(List.of(Purchase.ANONYMOUS), List.of())).isInstanceOf(Attempt.Decided.class);
        return counter;
    }

    /** One master, which others name only when they have been asked a few times. Used by one thread. */
    private static final class Named extends OneNamed {
        private int namedAfter = Integer.MAX_VALUE;
        private int asked;
        private int doubts;
        private Duration within;

        Named(HostAndPort address) {
            super(address);
        }

        @Override
        public void doubt() {
            doubts++;
        }

        @Override
        public boolean isConfirmedWithin(HostAndPort master, Duration time) {
            within = time;
            return asked++ >= namedAfter;
        }
    }
}
