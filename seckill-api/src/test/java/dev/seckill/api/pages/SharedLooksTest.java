package dev.seckill.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SharedLooksTest {

    private static final String CARS = "cars";
    private static final Integer SEEN = 95;

    private final AtomicLong now = new AtomicLong(7);
    private final List<CompletableFuture<Integer>> asked = new ArrayList<>();
    private final SharedLooks<String, Integer> looks =
            new SharedLooks<>(this::look, Duration.ofMillis(250), 2, now::get);

    private CompletableFuture<Integer> look(String sale) {
        CompletableFuture<Integer> reply = new CompletableFuture<>();
        asked.add(reply);
        return reply;
    }

    private void passMillis(long millis) {
        now.addAndGet(millis * 1_000_000);
    }

    @Test
    void aLookIsSharedUntilItIsTooOld() {
        SharedLooks.Look<Integer> first = looks.of(CARS);
        asked.get(0).complete(SEEN);
        passMillis(249);

        assertThat(looks.of(CARS)).isSameAs(first);
        passMillis(1);
        assertThat(looks.of(CARS)).isNotSameAs(first);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aLookThatIsNotOverIsSharedHoweverOldItIs() {
        SharedLooks.Look<Integer> first = looks.of(CARS);
        passMillis(10_000);

        assertThat(looks.of(CARS)).isSameAs(first);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aLookThatFailedIsSharedAsWell() {
        looks.of(CARS);
        asked.get(0).completeExceptionally(new IllegalStateException());

        assertThat(looks.of(CARS).seen()).isCompletedExceptionally();
        assertThat(asked).hasSize(1);
    }

    @Test
    void noMoreThanSoManySalesAreRemembered() {
        looks.of(CARS);
        asked.get(0).complete(SEEN);
        looks.of("b");
        looks.of("c");

        looks.of(CARS);

        assertThat(asked).hasSize(4);
    }

    @Test
    void aPageOfALookIsMadeOnce() {
        SharedLooks.Look<Integer> look = looks.of(CARS);
        PageBody page = look.page("en", () -> new PageBody(new byte[3]));

        assertThat(look.page("en", () -> new PageBody(new byte[5]))).isSameAs(page);
        assertThat(look.page("zh", () -> new PageBody(new byte[5]))).isNotSameAs(page);
    }
}
