package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChangesTest {

    private static Map<String, Object> sale(Object left, String serverTime) {
        Map<String, Object> sale = new HashMap<>(Map.of("sale", "cars", "serverTime", serverTime));
        sale.put("left", left);
        return Map.of("at", serverTime, "sales", Arrays.asList(sale, null), "instances", List.of());
    }

    @Test
    void thatTimeGoesByIsNoNews() {
        assertThat(Changes.differ(sale(5, "12:00"), sale(5, "12:01"))).isFalse();
    }

    @Test
    void anythingElseIs() {
        assertThat(Changes.differ(sale(5, "12:00"), sale(4, "12:00"))).isTrue();
        assertThat(Changes.differ(sale(null, "12:00"), sale(4, "12:00"))).isTrue();
        assertThat(Changes.differ(sale(4, "12:00"), sale(null, "12:00"))).isTrue();
        assertThat(Changes.differ(List.of(1), List.of(1, 2))).isTrue();
        assertThat(Changes.differ(List.of(1, 2), List.of(1))).isTrue();
        assertThat(Changes.differ(Map.of("a", 1), Map.of("b", 1))).isTrue();
        assertThat(Changes.differ(Map.of(), Map.of("at", 1))).isTrue();
    }
}
