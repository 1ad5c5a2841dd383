package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LastLookTest {

    private static final Duration REFRESH = Duration.ofMillis(20);
    private static final Duration PROBE = Duration.ofMillis(500);
    private static final EventId ORDER = EventId.of(SaleId.DEFAULT, new OrderIdGenerator(Clock.systemUTC()).next());

    private long nanos = -5;
    private final LastLook look = new LastLook(REFRESH, PROBE, true, () -> nanos);

    @Test
    void isDueBeforeTheFirstOne() {
        assertThat(look.isDue()).isTrue();
        assertThat(look.view()).isEqualTo(new SaleView(null, false, "The sale has not been looked at yet."));
    }

    @Test
    void isDueWhenTheProbeIs() {
        look.begins();
        look.saw(new Attempt.Decided(List.of(), 5L, true, null));

        assertThat(dueAfter(PROBE.minusNanos(1))).isFalse();
        assertThat(dueAfter(PROBE)).isTrue();
    }

    @Test
    void isDueSoonerWhenBuyersAreToldThatEverythingIsSold() {
        look.begins();
        look.saw(new Attempt.Decided(List.of(), 0L, true, null));

        assertThat(dueAfter(REFRESH.minusNanos(1))).isFalse();
        assertThat(dueAfter(REFRESH)).isTrue();
    }

    @Test
    void isDueMoreSeldomTheLongerNobodyAsks() {
        look.asked(nanos);
        nanos += Duration.ofSeconds(40).toNanos();
        look.begins();

        assertThat(dueAfter(Duration.ofSeconds(39))).isFalse();
        assertThat(dueAfter(Duration.ofSeconds(40))).isTrue();

        look.asked(nanos + PROBE.toNanos());
        assertThat(dueAfter(PROBE)).isTrue();
    }

    @Test
    void isDueAsOftenWhenNobodyAsksForASaleThatStays() {
        LastLook stays = new LastLook(REFRESH, PROBE, false, () -> nanos);
        nanos += Duration.ofHours(1).toNanos();
        stays.begins();
        nanos += PROBE.toNanos();

        assertThat(stays.isDue()).isTrue();
    }

    @Test
    void isDueAsOftenWhenNobodyAsksForASaleThatHoldsOrders() {
        look.asked(nanos);
        nanos += Duration.ofHours(1).toNanos();
        look.begins();
        look.saw(new Attempt.Decided(List.of(), List.of(), 5L, true, null, true));
        assertThat(dueAfter(PROBE.minusNanos(1))).isFalse();
        assertThat(dueAfter(PROBE)).isTrue();
        look.sawNothing(new StockUnavailableException(SaleId.DEFAULT, "away", null));
        assertThat(look.holds()).isTrue();

        look.saw(new Attempt.Decided(List.of(), List.of(), 6L, true, null, false));
        assertThat(dueAfter(PROBE)).isFalse();
    }

    /** A batch releases only so many. */
    @Test
    void isDueAtOnceAsLongAsOrdersAreReleasedAndOthersAreHeld() {
        OutboxEntry released = OutboxEntry.of(
                new SaleEvent.Released(
                        SaleId.DEFAULT,
                        7,
                        ORDER.order(),
                        null,
                        1,
                        6,
                        Instant.EPOCH,
                        SaleEvent.Released.BY_EXPIRY,
                        SaleEvent.Released.Reason.EXPIRED),
                null,
                new OutboxEntry.Offer(100, 0));
        look.begins();
        look.saw(new Attempt.Decided(List.of(), List.of(released), 5L, true, null, true));
        assertThat(look.isDue()).isTrue();

        look.begins();
        look.saw(new Attempt.Decided(List.of(), List.of(released), 6L, true, null, false));
        assertThat(look.isDue()).isFalse();
    }

    @Test
    void isDueAtOnceAfterItIsForgotten() {
        look.begins();
        nanos += Duration.ofHours(1).toNanos();
        look.begins();

        look.forget();

        assertThat(look.isDue()).isTrue();
    }

    @Test
    void isSoldOut_doesNotGoByWhatWasSeenLongAgo() {
        look.begins();
        look.saw(new Attempt.Decided(List.of(), 0L, true, null));

        assertThat(look.isSoldOut(nanos + REFRESH.toNanos())).isTrue();
        assertThat(look.isSoldOut(nanos + REFRESH.plusSeconds(1).toNanos())).isFalse();
    }

    @Test
    void saw_callsOnlyAnOpenSaleSoldOut() {
        look.saw(new Attempt.Decided(List.of(), 0L, true, null));
        assertThat(look.view()).isEqualTo(new SaleView(0L, true, null));

        look.saw(new Attempt.Decided(List.of(), -1L, true, null));
        assertThat(look.view()).isEqualTo(new SaleView(-1L, true, null));

        look.saw(new Attempt.Decided(List.of(), 0L, false, "It is halted."));
        assertThat(look.view()).isEqualTo(new SaleView(0L, false, "It is halted."));

        look.saw(new Attempt.Decided(List.of(), null, true, null));
        assertThat(look.view()).isEqualTo(new SaleView(null, false, null));
    }

    @Test
    void sawNothing_forgetsThatEverythingWasSoldAndSaysWhatCannotBeUsed() {
        look.saw(new Attempt.Decided(List.of(), 0L, true, null));

        look.sawNothing(new StockUnavailableException(SaleId.DEFAULT, "reason", "The log cannot be read.", null));
        assertThat(look.view()).isEqualTo(new SaleView(null, false, "The log cannot be read."));

        look.sawNothing(new OutcomeUnknownException(List.of(ORDER), "reason", null));
        assertThat(look.view()).isEqualTo(new SaleView(null, false, "Redis cannot be used."));
    }

    private boolean dueAfter(Duration time) {
        long before = nanos;
        nanos += time.toNanos();
        boolean due = look.isDue();
        nanos = before;
        return due;
    }

    @Test
    void aHoldThatCouldNotBeEndedIsOverdueMoreAndMore() {
        SaleSeen seen = new SaleSeen(
                SaleState.Phase.HALTED,
                5,
                1,
                6,
                new SaleDefinition("cars", "car", null, null, 1, 1),
                Instant.EPOCH.plusSeconds(100),
                SaleSeen.Progress.NONE);
        SaleId cars = new SaleId("cars");
        look.begins();
        look.saw(new Attempt.Decided(List.of(), List.of(), 5L, false, "It is halted.", true, seen, null));
        assertThat(look.figures(cars).overdueNanos()).isZero();

        look.saw(new Attempt.Decided(
                List.of(), List.of(), 5L, false, "It is halted.", true, seen, Instant.EPOCH.plusSeconds(97)));
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(look.figures(cars))
                .isEqualTo(new SaleInUse(
                        cars,
                        seen,
                        Duration.ofSeconds(2).toNanos(),
                        Duration.ofSeconds(5).toNanos(),
                        HaltReason.SETTLING));
    }
}
