package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

final class StoreRisksTest {

    private static final HostAndPort ONE = new HostAndPort("one", 1);
    private static final HostAndPort OTHER = new HostAndPort("other", 1);

    @ParameterizedTest
    @CsvSource({
        "noeviction, 1, ",
        "volatile-lru, 1, EVICTION_OF_KEYS",
        "volatile-ttl, 1, EVICTION_OF_KEYS",
        "allkeys-random, 1, EVICTION_OF_ALL",
        "allkeys-lfu, 0, EVICTION_OF_ALL RESTART",
        "noeviction, 0, RESTART"
    })
    void readsThemFromWhatRedisTellsOfItself(String policy, String appendOnly, String risks) {
        Set<StoreRisk> found = StoreRisks.in(
                "# Memory\r\nused_memory:1\r\nmaxmemory_policy:" + policy + "\r\n",
                "# Persistence\r\naof_enabled:" + appendOnly + "\r\naof_rewrite_in_progress:0\r\n");

        assertThat(String.join(" ", found.stream().map(StoreRisk::name).toList()))
                .isEqualTo(risks == null ? "" : risks);
    }

    @Test
    void findsNoneWhereNothingIsTold() {
        assertThat(StoreRisks.in("", "")).isEmpty();
    }

    @Test
    void presentAreThoseThatWereFoundLast() {
        StoreRisks risks = new StoreRisks();
        assertThat(risks.present()).isEmpty();

        risks.found(ONE, EnumSet.of(StoreRisk.RESTART, StoreRisk.EVICTION_OF_ALL), Set.of(ONE));
        assertThat(risks.present()).containsExactly(StoreRisk.EVICTION_OF_ALL, StoreRisk.RESTART);

        risks.found(ONE, EnumSet.noneOf(StoreRisk.class), Set.of(ONE));
        assertThat(risks.present()).isEmpty();
    }

    @Test
    void presentAreThoseOfAllMastersThatThereAre() {
        StoreRisks risks = new StoreRisks();
        risks.found(ONE, EnumSet.of(StoreRisk.RESTART), Set.of(ONE, OTHER));
        risks.found(OTHER, EnumSet.of(StoreRisk.EVICTION_OF_KEYS), Set.of(ONE, OTHER));

        assertThat(risks.present()).containsExactly(StoreRisk.EVICTION_OF_KEYS, StoreRisk.RESTART);

        risks.found(OTHER, EnumSet.noneOf(StoreRisk.class), Set.of(OTHER));
        assertThat(risks.present()).isEmpty();
    }
}
