package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    private final Turns turns = new Turns();

    @Test
    void takesOneOfEachAfterTheOtherAndKeepsTheirOrder() {
        assertThat(turns.take(List.of(List.of("a1", "a2", "a3"), List.of(), List.of("b1"), List.of("c1", "c2")), 10))
                .containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
    }

    @Test
    void startsWithAnotherEachTime() {
        List<List<String>> lists = List.of(List.of("a"), List.of("b"), List.of("c"));

        assertThat(turns.take(lists, 1)).containsExactly("a");
        assertThat(turns.take(lists, 1)).containsExactly("b");
        assertThat(turns.take(lists, 2)).containsExactly("c", "a");
        assertThat(turns.take(lists, 1)).containsExactly("a");
    }

    @Test
    void takesNothingOfNothing() {
        assertThat(turns.take(List.<List<String>>of(), 3)).isEmpty();
        assertThat(turns.take(List.of(List.of("a")), 0)).isEmpty();
    }
}
