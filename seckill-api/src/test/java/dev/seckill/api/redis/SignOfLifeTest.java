package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignOfLifeTest {

    private static final SaleId SALE = new SaleId("a.sale:1");
    private static final SaleId OTHER = new SaleId("other");

    @Test
    void tellsWhatAnInstanceHasNotDeliveredOfWhichSale() {
        SignOfLife sign = SignOfLife.of(Instant.ofEpochMilli(12), Map.of(SALE, 3));

        assertThat(sign.text()).isEqualTo("12 a.sale:1=3");
        assertThat(sign.unlogged(SALE)).hasValue(3);
        assertThat(sign.unlogged(OTHER)).hasValue(0);
        assertThat(SignOfLife.of(Instant.ofEpochMilli(12), Map.of()).unlogged(SALE))
                .hasValue(0);
    }

    @Test
    void isCutWhereItGetsTooLongAndCountsForEverySaleThen() {
        Map<SaleId, Integer> many = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        IntStream.range(0, 1000).forEach(i -> many.put(new SaleId("sale-" + (10_000 + i)), i + 1));

        SignOfLife sign = SignOfLife.of(Instant.now(), many);

        assertThat(sign.text()).endsWith(" …").hasSizeLessThan(4001);
        assertThat(sign.unlogged(new SaleId("sale-10000"))).hasValue(1);
        assertThat(sign.unlogged(new SaleId("sale-10999"))).isEmpty();
        assertThat(sign.unlogged(OTHER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "1 ",
                "1 2",
                "1  other=1",
                "1 =1",
                "1 other=",
                "1 other=-1",
                "1 other=9999999999",
                "…",
                "1 … other=1",
                "1 other=1…",
                "99999999999999999999",
                "v2 1"
            })
    void isNotReadIfSomebodyElseWroteIt(String text) {
        assertThat(new SignOfLife(text).unlogged(OTHER)).isEmpty();
        assertThat(new SignOfLife(text).unlogged(SALE)).isEmpty();
    }

    @Test
    void isNotReadIfItIsLongerThanAnInstanceWouldWrite() {
        assertThat(new SignOfLife("1" + " other=1".repeat(1000)).unlogged(OTHER))
                .isEmpty();
    }
}
