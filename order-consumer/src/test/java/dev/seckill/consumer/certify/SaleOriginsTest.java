package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.model.SaleId;
import dev.seckill.proof.text.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SaleOriginsTest {

    private static final SaleId CARS = new SaleId("cars");
    private static final SaleId VANS = new SaleId("vans");

    private final Map<SaleId, Origin> book = new HashMap<>();
    private final List<SaleId> asked = new ArrayList<>();
    private long now;
    private final SaleOrigins origins = new SaleOrigins(this::ask, () -> now);

    private Optional<Origin> ask(SaleId sale) {
        asked.add(sale);
        return Optional.ofNullable(book.get(sale));
    }

    private static Origin born(SaleId sale, String birth) {
        return new Origin("shop.example", sale.value(), Instant.parse(birth));
    }

    @Test
    void manyWhoAskForASaleCostAsMuchAsOne() {
        Origin cars = born(CARS, "2026-11-29T12:00:00Z");
        book.put(CARS, cars);
        for (int i = 0; i < 3; i++) {
            assertThat(origins.of(CARS)).contains(cars);
            assertThat(origins.of(VANS)).isEmpty();
        }
        assertThat(asked).containsExactly(CARS, VANS);
    }

    @Test
    void whatIsTrueNoMoreIsForgottenSoon() {
        book.put(CARS, born(CARS, "2026-11-29T12:00:00Z"));
        origins.of(CARS);
        Origin again = born(CARS, "2026-11-30T12:00:00Z");
        book.put(CARS, again);
        book.put(VANS, born(VANS, "2026-11-30T12:00:00Z"));

        now += SaleOrigins.KEPT_NANOS;

        assertThat(origins.of(CARS)).contains(again);
        assertThat(origins.of(VANS)).contains(book.get(VANS));
    }

    @Test
    void noMoreSalesAreRememberedThanThereIsRoomFor() {
        origins.of(CARS);
        for (int i = 1; i <= SaleOrigins.KEPT_MAX; i++) {
            origins.of(new SaleId("sale-" + i));
        }
        asked.clear();

        origins.of(new SaleId("sale-" + SaleOrigins.KEPT_MAX));
        origins.of(CARS);

        assertThat(asked).containsExactly(CARS);
    }

    @Test
    void aBookThatDoesNotAnswerIsAskedAgain() {
        SaleOrigins failing = new SaleOrigins(
                sale -> {
                    ask(sale);
                    throw new IllegalStateException("away");
                },
                () -> now);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> failing.of(CARS)).hasMessage("away");
        }
        assertThat(asked).containsExactly(CARS, CARS);
    }
}
