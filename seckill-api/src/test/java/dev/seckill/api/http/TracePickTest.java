package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TracePickTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2)); // about to turn over
    private double random;

    private TracePick pick(double ratio, int max) {
        return new TracePick(ratio, max, () -> random, now::get);
    }

    @Test
    void picksAShareOfWhatNobodyTraces() {
        TracePick pick = pick(0.25, 100);

        random = 0.2499;
        assertThat(pick.picks(false)).isTrue();
        random = 0.25;
        assertThat(pick.picks(false)).isFalse();
    }

    @Test
    void picksAllThatTheCallerTraces() {
        random = 0.99;

        assertThat(pick(0, 100).picks(true)).isTrue();
    }

    @Test
    void aRatioOf0PicksNothing_andOneOf1Everything() {
        random = 0;
        assertThat(pick(0, 100).picks(false)).isFalse();
        random = Math.nextDown(1.0);
        assertThat(pick(1, 100).picks(false)).isTrue();
    }

    @Test
    void picksSoManyASecond_whateverTheCallerWants() {
        TracePick pick = pick(1, 3);

        for (int second = 0; second < 5; second++) {
            assertThat(picked(pick, false)).isEqualTo(3);
            assertThat(picked(pick, true)).isZero();
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void aFloodOfTracedRequestsGetsHalfAtMost_andLeavesTheOthersTheirRoom() {
        TracePick pick = pick(1, 10);

        for (int second = 0; second < 5; second++) {
            assertThat(picked(pick, true)).isEqualTo(5);
            assertThat(picked(pick, false)).isEqualTo(5);
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void bothKindsHaveRoom_howeverFewMayBePicked() {
        TracePick pick = pick(1, 2);

        assertThat(picked(pick, true)).isEqualTo(1);
        assertThat(picked(pick, false)).isEqualTo(1);
    }

    private static long picked(TracePick pick, boolean isTraced) {
        return IntStream.range(0, 100).filter(i -> pick.picks(isTraced)).count();
    }
}
