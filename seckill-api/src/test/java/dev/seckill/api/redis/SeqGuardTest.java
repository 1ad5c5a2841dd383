package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SeqGuardTest {

    private static final SaleState BARE = SaleState.parse("7", Map.of(), 0);

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

    @Test
    void letsTheJournalGoOnWhereRedisWasEmptiedBeforeAnybodyBought() {
        logged.set(units(1, 10));
        guard.readLog();

        assertThat(guard.isBegunAnew(BARE)).isTrue();
        assertThat(guard.goingOn(BARE).lastNo()).isEqualTo(1);
        assertThat(guard.goingOn(BARE).changedByHand()).isEqualTo(-3);
        assertThat(guard.isBegunAnew(state(1, 0))).isFalse();
    }

    @Test
    void letsNoJournalGoOnOfWhichMoreIsKnownThanUnits() {
        assertThat(guard.isBegunAnew(BARE)).as("nothing is logged").isFalse();
        logged.set(units(1, 10));
        guard.readLog();
        guard.decided(2);
        assertThat(guard.isBegunAnew(BARE)).as("decided and not logged").isFalse();
        guard.decided(1);

        logged.set(units(1, 10).max(new LoggedSeq.Mark(2, 0, 0)));
        guard.readLog();
        assertThat(guard.isBegunAnew(BARE)).as("rules are logged").isFalse();
        assertThat(guard.isOlderThanKnown(BARE)).isTrue();
    }

    @Test
    void knowsWhatWasLeftAfterTheNewestWhateverWasReadFirst() {
        assertThat(units(2, 12).max(units(1, 10))).isEqualTo(units(2, 12));
        assertThat(units(1, 10).max(units(2, 12))).isEqualTo(units(2, 12));
    }

    private static LoggedSeq.Mark units(long no, long left) {
        return LoggedSeq.Mark.of(
                new SaleEvent.Restocked(SaleId.DEFAULT, no, 1, left, Instant.EPOCH, SaleEvent.Restocked.BY_HAND), 0);
    }

    private static SaleState state(long seq, long epoch) {
        String figure = Long.toString(seq);
        return SaleState.parse("5", Map.of("no", figure, "left", "5", "seq", figure, "epoch", Long.toString(epoch)), 0);
    }
}
