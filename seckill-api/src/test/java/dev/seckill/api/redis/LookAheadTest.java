package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LookAheadTest {

    private static final List<Purchase> ONE = List.of(Purchase.ANONYMOUS);
    private static final SaleReader.Snapshot LOOK = new SaleReader.Snapshot(
            SaleState.parse("5", Map.of(), 0), "run-id", new SaleMemory(Set.of(), true, true, 0), Map.of());

    private final AtomicLong now = new AtomicLong(-5);
    private final LookAhead ahead = new LookAhead(Duration.ofMillis(10), now::get);

    @Test
    void takeFor_givesTheLookAwayOnce() {
        assertThat(ahead.takeFor(ONE)).isNull();
        ahead.keep(LOOK);

        assertThat(ahead.takeFor(ONE)).isSameAs(LOOK);
        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void takeFor_doesNotGiveAnOldLook() {
        ahead.keep(LOOK);
        pass(Duration.ofMillis(10));
        assertThat(ahead.takeFor(ONE)).isSameAs(LOOK);

        ahead.keep(LOOK);
        pass(Duration.ofMillis(11));
        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void takeFor_knowsNothingOfKeysAndBuyers() {
        Purchase keyed = new Purchase(new IdempotencyKey("k-1"), null);
        Purchase named = new Purchase(null, new BuyerId("ann"));

        ahead.keep(LOOK);
        assertThat(ahead.takeFor(List.of(Purchase.ANONYMOUS, keyed))).isNull();
        ahead.keep(LOOK);
        assertThat(ahead.takeFor(List.of(named))).isNull();
    }

    @Test
    void takeFor_leavesABatchWithoutPurchasesToAFreshLook() {
        ahead.keep(LOOK);

        assertThat(ahead.takeFor(List.of())).isNull();
        assertThat(ahead.takeFor(ONE)).as("that look has taken the watch away").isNull();
    }

    @Test
    void forget_dropsTheLook() {
        ahead.keep(LOOK);
        ahead.forget();

        assertThat(ahead.takeFor(ONE)).isNull();
    }

    @Test
    void isWanted_restsAfterSomebodyElseSold() {
        assertThat(ahead.isWanted()).isTrue();
        ahead.rest();
        assertThat(ahead.isWanted()).isFalse();

        pass(Duration.ofMillis(999));
        assertThat(ahead.isWanted()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(ahead.isWanted()).isTrue();
    }

    @Test
    void isWanted_neverWhenItIsOff() {
        assertThat(new LookAhead(Duration.ZERO, now::get).isWanted()).isFalse();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
