package dev.seckill.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeriesTest {

    @Test
    void median_isTheMiddleValueWhateverTheOrder() {
        assertThat(series(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void median_ofAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(series(1, 100, 3, 5).median()).isEqualTo(4);
    }

    @Test
    void over_dividesRoundByRound() {
        Series ratios = series(10, 30).over(series(20, 20));

        assertThat(ratios.values()).containsExactly(0.5, 1.5);
        assertThat(ratios.min()).isEqualTo(0.5);
        assertThat(ratios.max()).isEqualTo(1.5);
    }

    @Test
    void over_endsWithTheShorterOne() {
        assertThat(series(10, 30).over(series(20)).values()).containsExactly(0.5);
    }

    @Test
    void withoutValues_nothingIsKnown() {
        assertThat(series().median()).isNaN();
        assertThat(series().min()).isNaN();
        assertThat(series().max()).isNaN();
    }

    static Series series(double... values) {
        Series series = new Series();
        for (double value : values) {
            series.add(value);
        }
        return series;
    }
}
