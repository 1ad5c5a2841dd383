package dev.seckill.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SaleOnPageTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 1", "9, 8", "10, 9", "11, 10", "95, 90", "100, 90", "101, 100", "4321, 4000"})
    void moreThanIsARoundNumberBelow(long left, long round) {
        assertThat(SaleOnPage.moreThan(left)).isEqualTo(round);
    }
}
