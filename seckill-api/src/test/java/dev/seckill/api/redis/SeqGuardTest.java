package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.SaleState;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SeqGuardTest {

    private final AtomicReference<LoggedSeq.Mark> logged = new AtomicReference<>(LoggedSeq.NONE);
    private final SeqGuard guard = new SeqGuard(logged::get);

    @Test
    void takesAStateThatOnlyGrows() {
        assertThat(guard.isOlderThanKnown(state(0, 0))).isFalse();
        guard.decided(7);
        assertThat(guard.isOlderThanKnown(state(7, 0))).isFalse();
        assertThat(guard.isOlderThanKnown(state(9, 0))).isFalse();
    }

    @Test
    void noticesThatDecisionsMadeHereAreGone() {
        guard.decided(7);

        assertThat(guard.isOlderThanKnown(state(6, 0))).isTrue();
    }

    @Test
    void noticesAtANewConnectionThatLoggedOrdersAreGone() {
        logged.set(new LoggedSeq.Mark(40, 40, 0));
        guard.readLog();

        assertThat(guard.isOlderThanKnown(state(39, 0))).isTrue();
        assertThat(guard.isOlderThanKnown(state(40, 0))).isFalse();
    }

    @Test
    void noticesThatAnEventWhichIsNoOrderIsGone() {
        logged.set(new LoggedSeq.Mark(41, 40, 0));
        guard.readLog();

        assertThat(guard.isOlderThanKnown(state(40, 0))).isTrue();
        assertThat(guard.isOlderThanKnown(state(41, 0))).isFalse();
    }

    @Test
    void goesByTheNewestOrderOfALogOfAnOlderVersion() {
        logged.set(new LoggedSeq.Mark(0, 40, 0));
        guard.readLog();

        assertThat(guard.isOlderThanKnown(state(39, 0))).isTrue();
        assertThat(guard.isOlderThanKnown(state(40, 0))).isFalse();
    }

    @Test
    void letsARebuiltSaleStartBelowWhatWasDecidedAndNeverLogged() {
        guard.decided(50);

        assertThat(guard.isOlderThanKnown(state(45, 1000))).isFalse();
        assertThat(guard.isOlderThanKnown(state(44, 1000))).isTrue();
    }

    @Test
    void noticesABackupFromBeforeTheSaleWasRebuilt() {
        assertThat(guard.isOlderThanKnown(state(45, 1000))).isFalse();

        assertThat(guard.isOlderThanKnown(state(60, 0))).isTrue();
    }

    @Test
    void noticesABackupFromBeforeTheSaleWasRebuiltThoughItHasNewerNumbersThanTheLog() {
        assertThat(guard.isOlderThanKnown(state(60, 0))).isFalse();
        logged.set(new LoggedSeq.Mark(45, 45, 1000));
        guard.readLog();

        assertThat(guard.isOlderThanKnown(state(60, 0))).isTrue();
        assertThat(guard.isOlderThanKnown(state(45, 1000))).isFalse();
    }

    private static SaleState state(long seq, long epoch) {
        String figure = Long.toString(seq);
        return SaleState.parse("5", Map.of("no", figure, "left", "5", "seq", figure, "epoch", Long.toString(epoch)), 0);
    }
}
