package dev.seckill.loadtest.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.embedded.KeySlot;
import dev.seckill.infra.embedded.RedisClusterConfig;
import dev.seckill.infra.embedded.RedisClusterServers;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The witness finds its sale wherever the cluster has it. */
@Timeout(300)
final class SaleCounterOnClusterIT {

    private static final SaleId SALE = new SaleId("cars");

    @Test
    void followsTheSaleToAnotherMasterAndThroughAFailover(@TempDir Path folder) {
        try (RedisClusterServers redis = RedisClusterServers.start(RedisClusterConfig.onFreePorts(folder));
                SaleCounter sale = new SaleCounter(URI.create(redis.url()), SALE, Clock.systemUTC())) {
            assertThat(sale.reset(100)).isEqualTo(new CounterState(100, 100, 0, 0));
            ChildServer first = redis.masterOf(SALE.value());
            ChildServer second = redis.masters().stream()
                    .filter(node -> node != first)
                    .findFirst()
                    .orElseThrow();

            redis.moveSlot(KeySlot.of(SALE.value()), first, second);
            sale.add(5);
            assertThat(sale.unitsLeft()).isEqualTo("105");

            redis.awaitHealthy(); // its replica has what was added
            second.kill();
            redis.awaitOtherMaster(SALE.value(), second, Duration.ofSeconds(60));
            sale.add(1);
            assertThat(sale.counter().left()).isEqualTo(106);
            assertThat(sale.claim(Duration.ofSeconds(10))).isTrue();
            assertThat(sale.claim(Duration.ofSeconds(10))).isFalse();
        }
    }
}
