package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.Journal;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import dev.seckill.model.event.SalePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoggedSaleTest {

    private static final SaleId SALE = new SaleId("car");
    private static final SaleState LOST = SaleState.parse(null, Map.of(), 0);
    private static final SaleDefinition LIMITED =
            new SaleDefinition("A car", "car", Instant.parse("2026-12-01T00:00:00Z"), null, 2, 2);

    private static final SaleDefinition HELD = new SaleDefinition(
            "A car", "car", null, null, 0, 9, new HoldRules(Duration.ofMinutes(1), Duration.ofMinutes(5), true));

    private static final KafkaSettings SETTINGS =
            new KafkaSettings("unused:0", "unused", 1, (short) 1, null, null, null, null, null, Set.of());

    private final Journal journal = new Journal(SALE);

    @Test
    void countsUnitsAndNotOrders() {
        journal.restocked(10, null).bought(3, "a", null).bought(2, "b", null);

        LoggedSale logged = logged(journal.entries());

        assertThat(logged.isExplained()).isTrue();
        RebuiltSale rebuilt = logged.rebuild(logged.allotment(), LOST);
        assertThat(rebuilt.orders()).isEqualTo(2);
        assertThat(rebuilt.sold()).isEqualTo(5);
        assertThat(rebuilt.left()).isEqualTo(5);
        assertThat(rebuilt.journal().left()).isEqualTo(5);
    }

    @Test
    void countsWhatWentBackAsLeft() {
        journal.defined(HELD)
                .restocked(10, null)
                .bought(3, "a", null)
                .bought(2, "b", null)
                .released(1, Reason.EXPIRED)
                .late(1)
                .confirmed(2)
                .bought(4, "c", null);

        LoggedSale logged = logged(journal.entries());

        assertThat(logged.isExplained()).isTrue();
        RebuiltSale rebuilt = logged.rebuild(logged.allotment(), LOST);
        assertThat(rebuilt.orders()).isEqualTo(3);
        assertThat(rebuilt.sold()).isEqualTo(9);
        assertThat(rebuilt.released()).isEqualTo(3);
        assertThat(rebuilt.left()).isEqualTo(4);
        assertThat(rebuilt.journal().left()).isEqualTo(4);
        assertThat(rebuilt.journal().voided()).isEmpty();
    }

    @Test
    void givesBackAllUnitsOfAnOrderThatWasLost() {
        journal.restocked(10, null).bought(3, "a", null).bought(4, "b", null).bought(1, "c", null);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        entries.remove(2);

        RebuiltSale rebuilt = logged(entries).rebuild(10, LOST);

        assertThat(rebuilt.left()).isEqualTo(6);
        assertThat(rebuilt.voided()).isEqualTo(1);
        assertThat(rebuilt.journal().voided()).containsExactly(new NumberRange(3, 3));
        assertThat(rebuilt.journal().left()).isEqualTo(6);
    }

    @Test
    void goesByTheRulesWithTheHighestNumberInWhateverOrderTheyAreRead() {
        journal.defined(Journal.BARE).restocked(10, null).paused().defined(LIMITED);
        List<OutboxEntry> backwards = new ArrayList<>(journal.entries());
        Collections.reverse(backwards);

        RebuiltSale rebuilt = logged(backwards).rebuild(10, LOST);

        assertThat(rebuilt.rules().definition()).isEqualTo(LIMITED);
        assertThat(rebuilt.phase()).isEqualTo(SalePhase.PAUSED);
    }

    @Test
    void knowsNoRulesOfASaleThatNobodyDefined() {
        journal.restocked(10, null).bought(1, null, null);

        RebuiltSale rebuilt = logged(journal.entries()).rebuild(10, LOST);

        assertThat(rebuilt.rules()).isNull();
        assertThat(rebuilt.phase()).isEqualTo(SalePhase.OPEN);
    }

    @Test
    void saysWhenTheHeapIsTooSmallForWhatBecomesOfOrders() {
        journal.defined(HELD).restocked(200, null);
        for (int place = 1; place <= 100; place++) {
            journal.bought(1, null, null).confirmed(place);
        }
        LoggedSale small = new LoggedSale(SALE, SETTINGS, 20_000);

        assertThatThrownBy(() -> journal.entries().forEach(small::add))
                .isInstanceOf(TooManyOrdersException.class)
                .hasMessageContaining("too small for the numbers of the journal's 127 events");
    }

    private static LoggedSale logged(List<OutboxEntry> entries) {
        LoggedSale logged = new LoggedSale(SALE, SETTINGS, Long.MAX_VALUE);
        entries.forEach(logged::add);
        return logged;
    }
}
