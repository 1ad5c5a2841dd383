package dev.seckill.api.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DueLooksTest {

    private static final SaleId ONE = new SaleId("one");
    private static final SaleId OTHER = new SaleId("other");

    private final List<SaleId> looked = new ArrayList<>();
    private long nanos;
    private final DueLooks looks = new DueLooks(looked::add, () -> nanos);

    @Test
    void aSaleIsLookedAtOnceInAWhile() {
        looks.at(ONE);
        looks.at(ONE);
        looks.at(OTHER);
        assertThat(looked).containsExactly(ONE, OTHER);

        nanos += DueLooks.PAUSE.toNanos() - 1;
        looks.at(ONE);
        assertThat(looked).hasSize(2);

        nanos++;
        looks.at(ONE);
        assertThat(looked).containsExactly(ONE, OTHER, ONE);
    }

    @Test
    void onlySoManySalesAreRemembered() {
        looks.at(ONE);
        for (int i = 0; i < DueLooks.SALES_MAX; i++) {
            looks.at(new SaleId("another-" + i));
        }

        looks.at(ONE);

        assertThat(looked).hasSize(DueLooks.SALES_MAX + 2).endsWith(ONE);
    }
}
