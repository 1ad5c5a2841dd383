package dev.seckill.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ViewerTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> sent = new ArrayList<>();
    private Consumer<Throwable> done;
    private boolean isBrokenOff;

    private final Viewer viewer = new Viewer(new Peer() {
        @Override
        public void send(byte[] message, Consumer<Throwable> whenDone) {
            sent.add(new String(message, UTF_8));
            done = whenDone;
        }

        @Override
        public void breakOff() {
            isBrokenOff = true;
        }
    });

    private void offer(String message) {
        viewer.offer(message.getBytes(UTF_8));
    }

    @Test
    void aSlowViewerGetsTheNewestMessageNext() {
        offer("1");
        offer("2");
        offer("3");
        assertThat(sent).containsExactly("1");

        done.accept(null);
        assertThat(sent).containsExactly("1", "3");
        done.accept(null);
        assertThat(sent).containsExactly("1", "3");
        offer("4");
        assertThat(sent).containsExactly("1", "3", "4");
    }

    @Test
    void aCommentIsForSilentConnectionsOnly() {
        viewer.offerIfSilent(Message.COMMENT);
        viewer.offerIfSilent(Message.COMMENT);
        done.accept(null);

        assertThat(sent).containsExactly(":\n\n");
    }

    @Test
    void whoIsGoneIsSentNothing() {
        offer("1");
        offer("2");
        done.accept(new IOException("gone"));
        offer("3");

        assertThat(sent).containsExactly("1");
        assertThat(viewer.end()).isDone();
        assertThat(isBrokenOff).isFalse();
    }

    @Test
    void whoDoesNotTakeAMessageIsDropped() {
        offer("1");
        assertThat(viewer.isDroppedAsLate(System.nanoTime(), SECOND)).isFalse();
        assertThat(viewer.end()).isNotDone();

        assertThat(viewer.isDroppedAsLate(System.nanoTime() + 2 * SECOND, SECOND))
                .isTrue();
        assertThat(viewer.isDroppedAsLate(System.nanoTime() + 2 * SECOND, SECOND))
                .isFalse();
        assertThat(viewer.end()).isDone();
        assertThat(isBrokenOff).isTrue();
        done.accept(new IOException("closed"));
    }

    @Test
    void whoHasTakenEverythingIsNeverLate() {
        offer("1");
        done.accept(null);

        assertThat(viewer.isDroppedAsLate(System.nanoTime() + 2 * SECOND, SECOND))
                .isFalse();
        assertThat(viewer.end()).isNotDone();
    }

    @Test
    void theEndIsInOrderUnlessAMessageIsHalfSent() {
        viewer.close();
        assertThat(viewer.end()).isDone();
        assertThat(isBrokenOff).isFalse();

        ViewerTest other = new ViewerTest();
        other.offer("1");
        other.viewer.close();
        assertThat(other.viewer.end()).isDone();
        assertThat(other.isBrokenOff).isTrue();
    }
}
