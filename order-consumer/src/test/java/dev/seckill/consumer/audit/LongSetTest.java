package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class LongSetTest {

    @Test
    void holdsWhatATreeSetHolds() {
        LongSet set = new LongSet();
        TreeSet<Long> expected = new TreeSet<>();
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            long number = 1 + random.nextInt(30_000);
            assertThat(set.add(number)).isEqualTo(expected.add(number));
        }

        assertThat(set.size()).isEqualTo(expected.size());
        assertThat(set.sorted())
                .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
        assertThat(set.contains(30_001)).isFalse();
    }

    @Test
    void holdsTheLargestNumber() {
        LongSet set = new LongSet();

        assertThat(set.add(Long.MAX_VALUE)).isTrue();
        assertThat(set.add(Long.MAX_VALUE)).isFalse();
        assertThat(set.contains(Long.MAX_VALUE)).isTrue();
    }
}
