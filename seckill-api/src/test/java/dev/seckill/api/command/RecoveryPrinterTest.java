package dev.seckill.api.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.recover.RecoveryReport;
import dev.seckill.api.recover.RecoveryReport.Backup;
import dev.seckill.api.recover.RecoveryReport.Damaged;
import dev.seckill.api.recover.RecoveryReport.Found;
import dev.seckill.api.recover.RecoveryReport.Rebuilt;
import dev.seckill.api.recover.RecoveryReport.Refused;
import dev.seckill.api.recover.RecoveryReport.Sound;
import dev.seckill.api.redis.OrderTally;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.api.sale.RebuiltJournal;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecoveryPrinterTest {

    private static final Damaged NOTHING_DAMAGED = new Damaged(0, "{car}:outbox", List.of());

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final RecoveryPrinter printer = new RecoveryPrinter(new PrintStream(text, true, UTF_8));

    @Test
    void tellsWhatWasFoundWhileItWaits() {
        printer.halted(new Found(null, 3, 5, 6, Set.of(SaleLoss.OUTBOX)));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly(
                        "Redis: no counter, seq 3. Order log: 5 orders, seq 6.",
                        "Redis has lost [its outbox] of the sale, by eviction or by hand.",
                        "Halted the sale; waiting until every instance has delivered what it decided.");
    }

    @Test
    void tellsThatNothingWasToDo() {
        printer.ended(new RecoveryReport(new Found(95L, 5, 5, 5, Set.of()), null, NOTHING_DAMAGED, new Sound()));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly("Nothing to recover: Redis knows all 5 orders of the log (left 95, seq 5).");
    }

    @Test
    void countsOneAsOne() {
        printer.halted(new Found(1L, 1, 1, 1, Set.of()));
        printer.ended(new RecoveryReport(new Found(1L, 1, 1, 1, Set.of()), null, NOTHING_DAMAGED, new Sound()));

        assertThat(text.toString(UTF_8))
                .contains("Order log: 1 order, seq 1.")
                .contains("Nothing to recover: Redis knows the 1 order of the log (left 1, seq 1).");
    }

    @Test
    void tellsWhatIsNotBelievedBeforeTheRefusal() {
        printer.ended(new RecoveryReport(
                new Found(95L, 5, 5, 5, Set.of()),
                new Backup(Instant.EPOCH, 4),
                new Damaged(2, "{car}:outbox", List.of("a (no order)", "b (no order)")),
                new Refused("100% unsure.")));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly(
                        "Redis is a backup from before the sale was rebuilt at 1970-01-01T00:00:00Z: its outbox (4 orders)"
                                + " and its keys are dropped.",
                        "WARNING: 2 entries of {car}:outbox are no orders of this sale and do not count; somebody else"
                                + " wrote them. They stay there; HDEL removes them: a (no order), b (no order)",
                        "Refused: 100% unsure.");
    }

    @Test
    void tellsHowLongAnOrderIsHeld() {
        SaleDefinition definition = new SaleDefinition(
                "A car",
                "car",
                null,
                null,
                0,
                1,
                new HoldRules(Duration.ofSeconds(5), Duration.ofMinutes(1), true),
                "/car.jpg");
        SaleEvent.SaleChanged rules = new SaleEvent.SaleChanged(
                SaleId.DEFAULT, 1, 0, Instant.EPOCH, "shop", Change.DEFINED, definition, SalePhase.OPEN);
        RebuiltSale sale = new RebuiltSale(2, 0, 0, 0, 0, rules, new RebuiltJournal(1, 0, 0, List.of(), List.of()));
        printer.ended(
                new RecoveryReport(null, null, NOTHING_DAMAGED, new Rebuilt(sale, OrderTally.NONE, 0, 0, false, "")));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly(
                        "Recovered: allotment 2, 0 orders, 2 left, seq 0 (0 numbers void), 0 keys. The sale is open.",
                        "Rules by event 1: name A car, item car, opens at once, closes by hand, any number to a"
                                + " buyer and at most 1 in an order.",
                        "Its picture is /car.jpg.",
                        "An order is held for 5 s, or 60 s at most, and can be cancelled once it is confirmed.");
    }

    @Test
    void tellsWhatWasRebuiltAndWhatToMindFromThenOn() {
        printer.ended(new RecoveryReport(
                new Found(null, 0, 3, 4, Set.of()),
                null,
                NOTHING_DAMAGED,
                new Rebuilt(
                        new RebuiltSale(2, 3, 3, 0, 4, null, new RebuiltJournal(4, 0, 0, List.of(), List.of())),
                        new OrderTally(2, 1, 2, 1, 3, 1, List.of("o-1 (no 5 and no 9 release it)"), 3),
                        1,
                        2,
                        true,
                        "t-0@7")));

        assertThat(text.toString(UTF_8).lines())
                .containsExactly(
                        "Recovered: allotment 2, 3 orders, 0 left, seq 4 (1 number void), 1 key. The sale is open.",
                        "Orders: 1 held (2 units), 1 confirmed, 1 released (3 units went back).",
                        "WARNING: events of 1 order contradict each other; they count such that no unit is sold twice:"
                                + " o-1 (no 5 and no 9 release it)",
                        "WARNING: 3 orders are forgotten that Redis remembers: it is older than the order log, which has"
                                + " lost what became of them. Their units stay gone; restock those that are free.",
                        "WARNING: the order log has lost its beginning (2 orders left of it). Every number up to 4"
                                + " counts as sold, and the keys of the lost orders are not known.",
                        "WARNING: the orders of the log have 1 unit more than the allotment.",
                        "Start every instance with --ignore t-0@7 too: it reads the order log at each new connection to"
                                + " Redis, and would halt the sale again.",
                        "No event in the log lays down opening hours or limits: what somebody set in Redis by hand is as Redis"
                                + " has it now; set it again if that was lost.");
    }
}
