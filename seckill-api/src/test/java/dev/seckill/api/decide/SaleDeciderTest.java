package dev.seckill.api.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.InMemorySale;
import dev.seckill.api.sale.InMemoryStockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last that is settled before an instance ends. */
final class SaleDeciderTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final InMemorySale sale = new InMemorySale();
    private final RecordingDelivery delivery = new RecordingDelivery();
    private final ControlledCounter counter = new ControlledCounter(new InMemoryStockCounter(sale, Clock.systemUTC()));
    private final SaleDecider decider = new SaleDecider(
            counter,
            delivery,
            new LastLook(LONG, LONG, false, System::nanoTime),
            new SaleDecisions.Settings(1, 1, LONG, 1, 1, 0, Duration.ZERO, LONG, LONG, LONG, LONG),
            null,
            new SparseLine());

    private List<EventId> logged;

    @BeforeEach
    void decide() {
        sale.put("5", Map.of());
        decider.settle(List.of());
        assertThat(delivery.others()).hasSize(1);
        logged = delivery.takeLogged(SaleId.DEFAULT, 10);
    }

    @Test
    void settle_deliversWhatItsLookFinds() {
        sale.put("7", Map.of());

        decider.settle(logged);

        assertThat(sale.outbox).doesNotContainKeys(logged.get(0)).hasSize(1);
        assertThat(delivery.others()).hasSize(2);
        assertThat(delivery.others().get(1).event().units()).isEqualTo(2);
    }

    @Test
    void settle_givesBackWhatItCouldNotTakeOut() {
        counter.away(true);

        assertThatThrownBy(() -> decider.settle(logged)).isInstanceOf(StockUnavailableException.class);

        assertThat(delivery.takeLogged(SaleId.DEFAULT, 10)).isEqualTo(logged);
    }
}
