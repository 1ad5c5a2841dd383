package dev.seckill.loadtest.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.loadtest.attack.RawRequest.Demand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomRequestsTest {

    private static final int MANY = 2_000;

    @Test
    void areTheSameForTheSameSeed() {
        assertThat(drawn(1, "a")).isEqualTo(drawn(1, "a")).isNotEqualTo(drawn(2, "a"));
    }

    @Test
    void areOfEveryKind() {
        List<RawRequest> drawn = drawn(1, "a");

        assertThat(drawn).extracting(RawRequest::isWhole).contains(true, false);
        assertThat(drawn).extracting(RawRequest::demand).contains(Demand.MAY_BUY, Demand.NO_PURCHASE);
        assertThat(drawn)
                .filteredOn(each -> each.bytes().startsWith("POST /seckill HTTP/1.1\r\n"))
                .hasSizeGreaterThan(MANY / 20);
    }

    @Test
    void neverRepeatAKey() {
        assertThat(Stream.of(drawn(1, "a"), drawn(1, "b"))
                        .flatMap(List::stream)
                        .map(RawRequest::key)
                        .filter(key -> key != null))
                .doesNotHaveDuplicates();
    }

    private static List<RawRequest> drawn(long seed, String name) {
        RandomRequests random = new RandomRequests(seed, name);
        return Stream.generate(random::next).limit(MANY).toList();
    }
}
