package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LookAheadTest {

    private static final List<Purchase> ONE = List.of(Purchase.ANONYMOUS);
    private static final Duration FRESH = Duration.ofMillis(10);
    /** What Redis's clock shows at the look. */
    private static final Instant TIME = Instant.parse("2026-11-29T12:00:00.000Z");

    private final AtomicLong now = new AtomicLong(-5);
    private final AtomicLong watch = new AtomicLong(7);
    private final LookAhead ahead = new LookAhead(FRESH, now::get, watch::get);

    private SaleReader.Snapshot look(Map<String, String> fields) {
        return new SaleReader.Snapshot(
                SaleState.parse("5", fields, 0),
                "run-id",
                new SaleMemory(Set.of(), true, true, TIME.toEpochMilli()),
                Map.of(),
                List.of(),
                now.get());
    }

    private SaleReader.Snapshot look() {
        return look(Map.of());
    }

    @Test
    void takeFor_givesTheLookAwayOnce() {
        assertThat(ahead.takeFor(ONE)).isNull();
        SaleReader.Snapshot look = look();
        ahead.keep(look);

        assertThat(ahead.takeFor(ONE)).isSameAs(look);
        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void isSharedWithAnotherSale_wantsNoLookButThatOfAnother() {
        ahead.isShared(true);

        assertThat(ahead.isWanted()).isFalse();
        assertThat(ahead.mayComeAlong()).isTrue();
        ahead.isShared(false);
        assertThat(ahead.isWanted()).isTrue();
    }

    @Test
    void takeFor_givesNoLookThatIsWatchedNoLonger() {
        ahead.keep(look());
        watch.incrementAndGet();

        assertThat(ahead.takeFor(ONE)).isNull();
        watch.decrementAndGet();
        assertThat(ahead.takeFor(ONE)).as("it is gone").isNull();
    }

    @Test
    void takeFor_givesALookThatWasTakenForABatchToNoOther() {
        Purchase ann = new Purchase(new IdempotencyKey("k-1"), new BuyerId("ann"));
        Purchase bob = new Purchase(new IdempotencyKey("k-2"), new BuyerId("bob"));

        ahead.keepFor(List.of(ann, bob), look());
        assertThat(ahead.takeFor(List.of(new Purchase(new IdempotencyKey("k-1"), new BuyerId("ann")), bob)))
                .isNotNull();
        ahead.keepFor(List.of(ann, bob), look());
        assertThat(ahead.takeFor(List.of(ann))).isNull();
        ahead.keepFor(List.of(ann), look());
        assertThat(ahead.takeFor(List.of(ann, bob))).isNull();
        ahead.keepFor(List.of(ann), look());
        ahead.keep(look());
        assertThat(ahead.takeFor(List.of(ann))).as("a look without its fields").isNull();
    }

    @Test
    void takeFor_doesNotGiveAnOldLook() {
        ahead.keep(look());
        pass(Duration.ofMillis(10));
        assertThat(ahead.takeFor(ONE)).isNotNull();

        ahead.keep(look());
        pass(Duration.ofMillis(11));
        assertThat(ahead.takeFor(ONE)).isNull();
    }

    /** The last time at which it may be taken, to the nanosecond: what has passed counts, and the margin. */
    @Test
    void takeFor_givesNoLookOfASaleThatClosesAboutNow() {
        Duration passed = Duration.ofMillis(7);
        Instant closesAt = TIME.plus(passed).plus(LookAhead.CLOSE_MARGIN);
        Map<String, String> closing = Map.of("closesAt", closesAt.toString());

        ahead.keep(look(closing));
        pass(passed.minusNanos(1));
        assertThat(ahead.takeFor(ONE)).isNotNull();

        ahead.keep(look(closing));
        pass(passed);
        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void takeFor_countsFromTheQuestionAndNotFromTheReply() {
        SaleReader.Snapshot slow = look();
        pass(FRESH.plusNanos(1));
        ahead.keep(slow);

        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void takeFor_knowsNothingOfKeysAndBuyers() {
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        Purchase named = new Purchase(null, new BuyerId("ann"));

        ahead.keep(look());
        assertThat(ahead.takeFor(List.of(Purchase.ANONYMOUS, keyed))).isNull();
        ahead.keep(look());
        assertThat(ahead.takeFor(List.of(named))).isNull();
    }

    @Test
    void takeFor_leavesABatchWithoutPurchasesToAFreshLook() {
        ahead.keep(look());

        assertThat(ahead.takeFor(List.of())).isNull();
        assertThat(ahead.takeFor(ONE)).as("that look has taken the watch away").isNull();
    }

    @Test
    void forget_dropsTheLook() {
        ahead.keep(look());
        ahead.forget();

        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void isWanted_restsAfterSomebodyElseSold() {
        assertThat(ahead.isWanted()).isTrue();
        ahead.rest();
        assertThat(ahead.isWanted()).isFalse();
        assertThat(ahead.mayComeAlong()).isFalse();

        pass(Duration.ofMillis(999));
        assertThat(ahead.isWanted()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(ahead.isWanted()).isTrue();
    }

    @Test
    void isWanted_notAfterABatchOfWhichALookAheadWouldKnowNothing() {
        ahead.takeFor(List.of(new Purchase(null, new BuyerId("ann"))));
        assertThat(ahead.isWanted()).isFalse();
        assertThat(ahead.mayComeAlong()).isTrue();

        ahead.takeFor(ONE);
        assertThat(ahead.isWanted()).isTrue();
    }

    @Test
    void isWanted_neverWhenItIsOff() {
        assertThat(new LookAhead(Duration.ZERO, now::get, watch::get).isWanted())
                .isFalse();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
