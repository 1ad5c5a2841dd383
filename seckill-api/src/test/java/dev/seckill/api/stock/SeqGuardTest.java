package dev.seckill.api.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SeqGuardTest {

    private final AtomicLong logged = new AtomicLong();
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
        logged.set(40);
        guard.reconnected();

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

    private static SaleState state(long seq, long epoch) {
        return SaleState.parse("5", Map.of("seq", Long.toString(seq), "epoch", Long.toString(epoch)), 0);
    }
}
