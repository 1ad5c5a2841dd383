package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoreRisksTest {

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

        risks.found(EnumSet.of(StoreRisk.RESTART, StoreRisk.EVICTION_OF_ALL));
        assertThat(risks.present()).containsExactly(StoreRisk.EVICTION_OF_ALL, StoreRisk.RESTART);

        risks.found(EnumSet.noneOf(StoreRisk.class));
        assertThat(risks.present()).isEmpty();
    }
}
