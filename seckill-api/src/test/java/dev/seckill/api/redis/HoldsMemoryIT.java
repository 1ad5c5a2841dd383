package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.OrderRecord;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.event.OrderState;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Protocol.Command;

/** What a sale's orders cost Redis, as the README says it. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class HoldsMemoryIT {

    private static final int ORDERS = 100_000;
    private static final int CHUNK = 1000;
    /** With a buyer's id of 16 letters; the README says it as well. */
    private static final long STATE_BYTES_MAX = 180;

    private static final long HELD_BYTES_MAX = 170;

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final Instant at = Instant.parse("2026-01-01T00:00:00.123Z");

    @Test
    void anOrderTakesNoMoreThanIsStated(ServerStack servers) throws Exception {
        try (HeldSale sale = new HeldSale(servers);
                RedisLink link =
                        new RedisLink(new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5)))) {
            link.open();
            SaleKeys keys = new SaleKeys(sale.id);
            for (int written = 0; written < ORDERS; written += CHUNK) {
                write(link, keys, written);
            }

            long state = sale.redis.memoryUsage(sale.key("states"), 0) / ORDERS;
            long held = sale.redis.memoryUsage(sale.key("held"), 0) / ORDERS;
            sale.forget();

            assertThat(state).isLessThanOrEqualTo(STATE_BYTES_MAX);
            assertThat(held).isLessThanOrEqualTo(HELD_BYTES_MAX);
        }
    }

    private void write(RedisLink link, SaleKeys keys, int from) {
        Map<String, byte[]> states = new HashMap<>();
        List<HeldOrder> held = new ArrayList<>();
        for (int i = from; i < from + CHUNK; i++) {
            OrderId id = ids.next();
            OrderRecord order = new OrderRecord(
                    OrderState.HELD,
                    ORDERS + i,
                    at.toEpochMilli(),
                    at,
                    1,
                    at,
                    at.plusSeconds(600 + i),
                    true,
                    false,
                    false,
                    false,
                    new BuyerId("buyer-" + (1_000_000_000 + i)));
            states.put(id.toString(), order.toString().getBytes(UTF_8));
            held.add(HeldOrder.of(id, order));
        }
        link.send(Command.HSET, SaleKeys.withValues(keys.states, states));
        link.send(Command.ZADD, SaleKeys.withScores(keys.held, held));
        link.replies(2);
    }
}
