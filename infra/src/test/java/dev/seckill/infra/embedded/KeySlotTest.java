package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of the specification of Redis Cluster. */
final class KeySlotTest {

    @Test
    void isTheChecksumOfTheKey() {
        assertThat(KeySlot.of("123456789")).isEqualTo(0x31C3);
        assertThat(KeySlot.of("")).isZero();
    }

    @Test
    void onlyWhatStandsInTheFirstBracesCounts() {
        assertThat(KeySlot.of("{user1000}.following"))
                .isEqualTo(KeySlot.of("{user1000}.followers"))
                .isEqualTo(KeySlot.of("user1000"));
        assertThat(KeySlot.of("foo{{bar}}zap")).isEqualTo(KeySlot.of("{bar"));
        assertThat(KeySlot.of("foo{bar}{zap}")).isEqualTo(KeySlot.of("bar"));
    }

    @Test
    void emptyAndOpenBracesDoNotCount() {
        assertThat(KeySlot.of("foo{}{bar}")).isNotEqualTo(KeySlot.of("bar")).isNotZero();
        assertThat(KeySlot.of("foo{bar")).isNotEqualTo(KeySlot.of("bar"));
    }
}
