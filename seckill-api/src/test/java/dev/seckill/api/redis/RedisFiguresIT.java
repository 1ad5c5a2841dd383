package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class RedisFiguresIT {

    private final SaleId sale = new SaleId("figures-" + UUID.randomUUID());
    private final String one = "one-" + UUID.randomUUID();
    private final String two = "two-" + UUID.randomUUID();
    private final RedisClient redis;
    private final RedisFigures figures;

    RedisFiguresIT(ServerStack servers) {
        redis = RedisClient.create(servers.redisUrl());
        figures = new RedisFigures(new RedisSettings(URI.create(servers.redisUrl()), Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() {
        figures.forget(List.of(one, two));
        figures.close();
        redis.del("{" + sale + "}:live", "{" + sale + "}:held");
        redis.close();
    }

    private SharedFigures.Seen tell(String instance, String beat, String counter, String text) {
        return figures.exchange(
                new SharedFigures.Told(
                        instance,
                        beat,
                        counter == null ? Map.of() : Map.of(sale, new SharedFigures.Counter(counter, text))),
                Set.of(sale),
                true);
    }

    @Test
    void whatOneTellsAnotherSees() {
        tell(one, "I am one", one + "#1", "5");
        redis.zadd("{" + sale + "}:held", 2_000_000_000_000.0, "later");
        redis.zadd("{" + sale + "}:held", 1_900_000_000_000.0, "first");
        SharedFigures.Seen seen = tell(two, "I am two", two + "#1", "7");

        assertThat(seen.instances()).containsEntry(one, "I am one");
        assertThat(seen.sales()).containsOnlyKeys(sale);
        assertThat(seen.sales().get(sale)).containsExactlyInAnyOrderEntriesOf(Map.of(one + "#1", "5", two + "#1", "7"));
        assertThat(seen.nextExpiry()).isEqualTo(Map.of(sale, Instant.ofEpochMilli(1_900_000_000_000L)));
        assertThat(seen.at()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void aCounterIsNewOnce() {
        assertThat(tell(one, null, one + "#1", "5").newCounters()).containsExactly(sale);
        assertThat(tell(one, null, one + "#1", "6").newCounters()).isEmpty();
        redis.del("{" + sale + "}:live");
        assertThat(tell(one, null, one + "#1", "7").newCounters()).containsExactly(sale);
    }

    @Test
    void aSaleMayBeCalledLikeWhatAllSalesShare() {
        SaleId seckill = new SaleId("seckill");
        SharedFigures.Told told =
                new SharedFigures.Told(one, "I am one", Map.of(seckill, new SharedFigures.Counter(one + "#1", "5")));
        SharedFigures.Seen seen = figures.exchange(told, Set.of(seckill), true);
        redis.hdel("{seckill}:live", one + "#1");

        assertThat(seen.sales().get(seckill)).containsEntry(one + "#1", "5").doesNotContainKey(one);
        assertThat(seen.instances()).containsEntry(one, "I am one").doesNotContainKey(one + "#1");
    }

    @Test
    void whoHasGoneIsForgotten() {
        tell(one, "I am one", null, null);
        figures.forget(List.of(one));

        assertThat(tell(two, null, null, null).instances()).doesNotContainKey(one);
    }

    @Test
    void countersOfThoseWhoAreGoneBecomeOne() {
        tell(one, null, "a#1", "5");
        tell(one, null, "b#1", "6");
        tell(one, null, one + "#1", "7");
        assertThat(figures.counters(sale)).isEqualTo(3);

        figures.fold(sale, List.of("a#1", "b#1", "never-there#1"), "gone", (some, more) -> some + "+" + more);
        assertThat(tell(one, null, null, null).sales().get(sale)).isEqualTo(Map.of("gone", "5+6", one + "#1", "7"));
        tell(one, null, "c#1", "8");
        figures.fold(sale, List.of("c#1"), "gone", (some, more) -> some + "+" + more);
        assertThat(tell(one, null, null, null).sales().get(sale)).isEqualTo(Map.of("gone", "5+6+8", one + "#1", "7"));
    }

    @Test
    void whatSomebodyElseWroteIsNothing() {
        redis.set("{" + sale + "}:live", "no hash");
        redis.set("{" + sale + "}:held", "no set");
        SharedFigures.Seen seen = tell(one, "I am one", one + "#1", "5");

        assertThat(seen.sales()).isEqualTo(Map.of(sale, Map.of()));
        assertThat(seen.nextExpiry()).isEmpty();
        assertThat(seen.newCounters()).isEmpty();
        assertThat(figures.counters(sale)).isZero();
        assertThat(seen.instances()).containsEntry(one, "I am one");
    }
}
