package dev.seckill.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BucketTableTest {

    private static final Rate RATE = new Rate(3, Duration.ofSeconds(3));

    private long now;

    @Test
    void soManyMayComeAtOnceAndThenOneAfterTheOther() {
        BucketTable<Integer> table = table(64);

        assertThat(take(table, 1, 3)).isZero();
        assertThat(table.take(1)).isEqualTo(Duration.ofSeconds(1).toNanos());

        now += Duration.ofMillis(400).toNanos();
        assertThat(table.take(1)).isEqualTo(Duration.ofMillis(600).toNanos());

        now += Duration.ofMillis(600).toNanos();
        assertThat(table.take(1)).isZero();
        assertThat(table.take(1)).isPositive();
    }

    @Test
    void eachHasABucketOfItsOwn() {
        BucketTable<Integer> table = table(64);

        take(table, 1, 4);

        assertThat(table.take(2)).isZero();
    }

    /** In one set of eight: the others push each other out, not the one that they want to have forgotten. */
    @Test
    void whoAskedTooOftenIsNotForgottenHoweverManyAskOnce() {
        BucketTable<Integer> table = table(8);
        take(table, 0, 3);

        for (int stranger = 1; stranger <= 10_000; stranger++) {
            assertThat(table.take(stranger)).as("a newcomer").isZero();
        }

        assertThat(table.take(0)).isPositive();
    }

    @Test
    void whoIsForgottenIsTheOneWhoUsedLeast() {
        BucketTable<Integer> table = table(8);
        for (int one = 0; one < 8; one++) {
            take(table, one, one == 5 ? 1 : 2);
        }

        take(table, 8, 3);

        assertThat(take(table, 4, 2)).as("remembered").isPositive();
        assertThat(take(table, 5, 3)).as("forgotten").isZero();
    }

    @Test
    void aClockThatStandsStillOrRunsLongDoesNotMatter() {
        BucketTable<Integer> table = table(8);
        take(table, 1, 3);

        now += Duration.ofDays(10_000).toNanos();

        assertThat(take(table, 1, 3)).isZero();
        assertThat(table.take(1)).isPositive();
    }

    private BucketTable<Integer> table(int max) {
        return new BucketTable<>(RATE, max, key -> key, () -> now);
    }

    /** The wait of the last one. */
    private static long take(BucketTable<Integer> table, int key, int times) {
        long wait = 0;
        for (int i = 0; i < times; i++) {
            wait = table.take(key);
        }
        return wait;
    }
}
