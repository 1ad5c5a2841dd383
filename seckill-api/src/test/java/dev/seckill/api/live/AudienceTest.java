package dev.seckill.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class AudienceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Audience audience = new Audience();

    private static Viewer viewer() {
        return new Viewer(new Peer() {
            @Override
            public void send(byte[] message, Consumer<Throwable> whenDone) {
                whenDone.accept(null);
            }

            @Override
            public void breakOff() {}
        });
    }

    @Test
    void aStreamEndsWhenItsTimeIsOver() {
        Viewer one = viewer();
        Viewer two = viewer();
        audience.join(one, 5 * SECOND);
        audience.join(two, 7 * SECOND);

        audience.endOld(5 * SECOND - 1);
        assertThat(one.end()).isNotDone();
        audience.endOld(5 * SECOND);
        assertThat(one.end()).isDone();
        assertThat(two.end()).isNotDone();
    }
}
