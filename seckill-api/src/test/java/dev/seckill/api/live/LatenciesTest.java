package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LatenciesTest {

    private static Latencies of(long... micros) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        LongStream.of(micros).forEach(time -> counts.merge(Latencies.bucket(time), 1L, Long::sum));
        return new Latencies(counts);
    }

    @Test
    void bucketsAreInOrderAndLeaveNoTimeOut() {
        int before = 0;
        for (long micros = 0; micros < 200_000; micros++) {
            int bucket = Latencies.bucket(micros);
            assertThat(bucket).isBetween(before, before + 1);
            before = bucket;
        }
        assertThat(Latencies.bucket(Long.MAX_VALUE)).isEqualTo(Latencies.BUCKETS - 1);
        assertThat(Latencies.bucket(-1)).isZero();
        assertThat(Latencies.bucket(67_000_000)).isLessThan(Latencies.BUCKETS - 1);
    }

    @Test
    void theMiddleOfABucketIsCloseToWhatIsInIt() {
        for (long micros = 1; micros < 60_000_000; micros = micros * 21 / 20 + 1) {
            assertThat(Latencies.micros(Latencies.bucket(micros))).isCloseTo(micros, within(0.5 + micros / 32.0));
        }
    }

    @Test
    void percentilesAreThoseOfWhatWasMeasured() {
        long[] times = new Random(1).longs(10_000, 100, 1_000_000).toArray();
        Latencies all = of(times);
        long[] sorted = LongStream.of(times).sorted().toArray();

        for (double part : new double[] {0.5, 0.9, 0.99, 1}) {
            double exact = sorted[(int) Math.ceil(part * sorted.length) - 1] / 1000.0;
            assertThat(all.millis(part)).isCloseTo(exact, within(exact / 30));
        }
        assertThat(all.count()).isEqualTo(10_000);
    }

    @Test
    void thoseOfSeveralInstancesAddUp() {
        Latencies sum = of(10, 5000).plus(of(5000, 70_000)).plus(Latencies.NONE);

        assertThat(sum).isEqualTo(of(10, 5000, 5000, 70_000));
        assertThat(sum.minus(of(10, 5000))).isEqualTo(of(5000, 70_000));
    }

    @Test
    void onlyTheLastTenSecondsAreRecent() {
        long second = 1_000_000_000L;
        RecentLatencies recent = new RecentLatencies(0);
        Latencies first = of(1000);
        Latencies both = of(1000, 2000);

        assertThat(recent.of(first, second / 2)).isEqualTo(first);
        assertThat(recent.of(first, second)).isEqualTo(first);
        assertThat(recent.of(both, 5 * second)).isEqualTo(both);
        assertThat(List.of(recent.of(both, 12 * second), recent.of(both, 16 * second)))
                .containsExactly(of(2000), Latencies.NONE);
    }

    @Test
    void whatIsRecentIsGoneAfterALongSilence() {
        RecentLatencies recent = new RecentLatencies(0);
        recent.of(of(1000), 1_000_000_000L);

        assertThat(recent.of(of(1000), 100_000_000_000L)).isEqualTo(Latencies.NONE);
    }
}
