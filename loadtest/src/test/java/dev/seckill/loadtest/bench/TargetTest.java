package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.SeriesTest.series;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.bench.Target.Demand;
import org.junit.jupiter.api.Test;

final class TargetTest {

    @Test
    void atLeast_isMetByTheMedianAlone() {
        assertThat(target(Demand.AT_LEAST, 0.6, 0.1, 0.6, 0.9).stands()).isEqualTo("met");
        assertThat(target(Demand.AT_LEAST, 0.6, 0.9, 0.59, 0.1).stands()).isEqualTo("MISSED");
    }

    @Test
    void atMost_isMissedByALargerMedian() {
        assertThat(target(Demand.AT_MOST, 3, 3).stands()).isEqualTo("met");
        assertThat(target(Demand.AT_MOST, 3, 3.01).stands()).isEqualTo("MISSED");
    }

    @Test
    void whatWasNotMeasuredMeetsNothing() {
        assertThat(target(Demand.AT_LEAST, 0.6).isMet()).isFalse();
        assertThat(target(Demand.AT_MOST, 0.6).isMet()).isFalse();
        assertThat(target(Demand.REPORTED, 0).stands()).isEqualTo("not measured");
    }

    @Test
    void reported_asksForNothing() {
        assertThat(target(Demand.REPORTED, 0, 7).stands()).isEmpty();
        assertThat(target(Demand.REPORTED, 0, 7).asked()).isEmpty();
    }

    private static Target target(Demand demand, double bound, double... values) {
        return new Target("what", demand, bound, series(values));
    }
}
