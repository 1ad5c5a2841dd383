package dev.seckill.consumer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.report.OrderExport.Format;
import dev.seckill.consumer.store.BookQueries;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.ReadBook;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What others read, on a real book. */
@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class BookReadsIT {

    private static final SaleId OTHER = new SaleId("bikes");
    private static final ReportBound BOUND = new ReportBound(Duration.ofSeconds(60), 9);
    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");
    private static TestBook book;
    private static HikariDataSource pool;
    private static BookReads reads;

    private SaleId sale;
    private TestEvents events;

    @BeforeAll
    static void open(ServerStack stack) {
        book = new TestBook(stack, "book_reads");
        book.open().close();
        pool = ReadBook.open(book, Duration.ofSeconds(30));
        reads = new BookReads(new BookQueries(pool, book.settings()), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    /** A sale of its own for each test. */
    @BeforeEach
    void begin(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        sale = new SaleId(name.substring(0, Math.min(64, name.length())));
        events = new TestEvents(sale.value());
    }

    @Test
    void anOrderIsReadAsItStandsInTheBook() {
        SaleEvent.Accepted held = store(1).get(0);
        book.execute("UPDATE orders SET state = 'HELD', held_until = '2026-11-22 10:20:00.5', last_no = 2" + ofSale());

        OrderView order = reads.order(sale, held.orderId()).orElseThrow();

        assertThat(order.orderId()).isEqualTo(held.orderId().toString());
        assertThat(order.buyer()).isEqualTo(held.order().buyer().value());
        assertThat(order.state()).isEqualTo("HELD");
        assertThat(order.decidedAt()).isEqualTo(held.at());
        assertThat(order.heldUntil()).isEqualTo(Instant.parse("2026-11-22T10:20:00.500Z"));
        assertThat(order.settledAt()).isNull();
        assertThat(order.no()).isEqualTo(2);
        assertThat(reads.order(OTHER, held.orderId())).isEmpty();
        assertThat(reads.order(sale, OrderId.parse("01920000-0000-7000-8000-000000000000")))
                .isEmpty();
    }

    @Test
    void anOrderFromBeforeThereWereHoldsWasSettledAsItWasDecided() {
        SaleEvent.Accepted old = store(1).get(0);

        assertThat(reads.order(sale, old.orderId()).orElseThrow().settledAt()).isEqualTo(old.at());
    }

    @Test
    void partsOfTheOrdersFollowOneAnotherToTheEnd() {
        store(7);
        List<Long> seqs = new ArrayList<>();
        int parts = 0;
        for (Long after = 0L; after != null; parts++) {
            Part<OrderView> part = reads.orders(sale, after, 3);
            part.entries().forEach(order -> seqs.add(order.seq()));
            after = part.next();
        }

        assertThat(parts).isEqualTo(3);
        assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(reads.orders(sale, 4, 3).next()).isNull();
        assertThat(reads.orders(OTHER, 0, 3)).isEqualTo(new Part<OrderView>(List.of(), null));
    }

    @Test
    void theJournalIsReadInTheOrderOfItsNumbersWithWhatEachEntrySays() {
        store(List.of(events.restocked(5), events.accepted(), events.changed("Cars")));

        Part<EventView> all = reads.events(sale, 0, 10);

        assertThat(all.next()).isNull();
        assertThat(all.entries()).extracting(EventView::no).containsExactly(1L, 2L, 3L);
        assertThat(all.entries()).extracting(EventView::kind).containsExactly("RESTOCKED", "ACCEPTED", "SALE_CHANGED");
        assertThat(all.entries()).extracting(EventView::left).containsExactly(5L, 4L, 4L);
        assertThat(OrderJson.events(all))
                .contains("\"units\":-1", "\"detail\":null", "\"definition\": {", "\"next\":null");
    }

    @Test
    void changesOfTheSaleAreReadInPartsWithoutItsOrders() {
        store(List.of(events.restocked(5), events.accepted(), events.changed("Cars"), events.restocked(2)));

        Part<EventView> first = reads.changes(sale, 0, 2);

        assertThat(first.entries()).extracting(EventView::no).containsExactly(1L, 3L);
        assertThat(first.next()).isEqualTo(3);
        assertThat(reads.changes(sale, 3, 2).entries())
                .extracting(EventView::no)
                .containsExactly(4L);
        assertThat(reads.changes(OTHER, 0, 2).entries()).isEmpty();
    }

    @Test
    void aSaleIsKnownByAnyTrace() {
        assertThat(reads.knows(sale)).isFalse();
        store(1);
        assertThat(reads.knows(sale)).isTrue();
        book.execute("DELETE FROM orders" + ofSale());
        assertThat(reads.knows(sale)).isTrue();
        book.execute("DELETE FROM sales" + ofSale());
        assertThat(reads.knows(sale)).isFalse();
    }

    @Test
    void anExportHasEveryOrderWhateverTheSizeOfItsParts() throws IOException {
        store(2500);
        StringBuilder csv = new StringBuilder();
        StringBuilder json = new StringBuilder();

        new OrderExport(reads, Duration.ofMinutes(1), System::nanoTime).write(sale, Format.CSV, csv);
        new OrderExport(reads, Duration.ofMinutes(1), System::nanoTime).write(sale, Format.JSON, json);

        assertThat(csv.toString().split("\r\n")).hasSize(2501).startsWith(OrderCsv.HEADER.strip());
        assertThat(json.toString().split(",\n")).hasSize(2500);
        assertThat(json.toString()).startsWith("[\n{").endsWith("}\n]\n");
    }

    @Test
    void anExportThatTakesTooLongBreaksOff() {
        store(1);
        long[] nanos = {0};
        OrderExport export = new OrderExport(reads, Duration.ofSeconds(1), () -> nanos[0] += 2_000_000_000L);

        assertThatThrownBy(() -> export.write(sale, Format.CSV, new StringBuilder()))
                .isInstanceOf(OrderExport.TooSlowException.class);
    }

    @Test
    void aReportCountsWhatBecameOfTheOrders() {
        store(List.of(
                events.restocked(9),
                events.accepted(),
                events.accepted(2, "car"),
                events.accepted(),
                events.accepted()));
        book.execute("UPDATE orders SET state = 'HELD'" + ofSale() + " AND seq = 1");
        book.execute("UPDATE orders SET state = 'RELEASED'" + ofSale() + " AND seq IN (2, 3)");
        book.execute("UPDATE orders SET created_at = decided_at + INTERVAL seq SECOND" + ofSale());
        book.execute("UPDATE orders SET decided_at = decided_at + INTERVAL 10000 SECOND, created_at = created_at"
                + " + INTERVAL 10000 SECOND" + ofSale() + " AND seq = 4");
        book.execute("INSERT INTO events (sale, no, kind, quantity, left_after, at, detail) VALUES"
                + " ('" + sale + "', 6, 'RELEASED', 2, 6, '2026-11-22 11:00:00', '{\"reason\":\"EXPIRED\"}'),"
                + " ('" + sale + "', 7, 'RELEASED', 1, 7, '2026-11-22 11:00:00', '{\"reason\":\"CANCELLED\"}'),"
                + " ('" + sale + "', 8, 'LATE', 0, 7, '2026-11-22 11:00:01', '{\"by\":\"shop\"}')");

        String report = reads.report(sale, BOUND, null);

        assertThat(report)
                .contains("\"accepted\":{\"orders\":4,\"units\":5}")
                .contains("\"held\":{\"orders\":1,\"units\":1}")
                .contains("\"confirmed\":{\"orders\":1,\"units\":1}")
                .contains("\"released\":{\"orders\":2,\"units\":3}")
                .contains("\"releasedBecause\":{\"cancelled\":1,\"expired\":1},\"late\":1")
                .contains("\"journal\":{\"no\":8,\"left\":7,\"at\":\"2026-11-22T11:00:01Z\"}")
                .contains("\"stepSeconds\":3,\"steps\":[{\"at\":\"2026-11-22T10:15:30Z\",\"orders\":3,\"units\":4},")
                .contains("\"decidedToRowMillis\":{\"orders\":4,\"p50\":2000,\"p90\":4000,\"p99\":4000,")
                .contains("\"buyers\":{\"count\":2,\"most\":[{\"buyer\":\"Zoë");
    }

    @Test
    void aReportReplaysTheJournalAndSaysWhenItWasMade() {
        List<SaleEvent> all = new ArrayList<>(List.of(events.changed("Cars"), events.restocked(9)));
        SaleEvent.Accepted back = events.cancellable(1);
        all.addAll(List.of(back, events.held(), events.released(back)));
        store(all);

        String report = reads.report(sale, BOUND, null);

        assertThat(report)
                .contains("\"madeAt\":\"2026-11-29T20:00:00Z\",\"definition\":{", "\"state\":\"OPEN\"")
                .contains("\"check\":{\"sound\":true,\"events\":5,\"lastNo\":5,\"missing\":0,");
    }

    @Test
    void aDoctoredJournalIsNotSound() {
        store(9);
        assertThat(check(reads)).startsWith("{\"sound\":true,\"events\":10,").endsWith("\"findings\":[]}");

        book.execute("UPDATE events SET left_after = left_after + 1" + ofSale() + " AND no = 4");
        assertThat(check(reads)).startsWith("{\"sound\":false,").contains("{\"what\":\"leftWrong\",\"count\":2,");

        book.execute("UPDATE events SET left_after = left_after - 1" + ofSale() + " AND no = 4");
        book.execute("UPDATE orders SET quantity = 2" + ofSale() + " AND seq = 3");
        assertThat(check(reads)).contains("\"findings\":[{\"what\":\"ordersDiffer\",\"count\":1,");

        book.execute("UPDATE orders SET quantity = 1" + ofSale() + " AND seq = 3");
        book.execute("DELETE FROM events" + ofSale() + " AND no IN (3, 6, 7)");
        assertThat(check(reads))
                .startsWith("{\"sound\":false,\"events\":7,\"lastNo\":10,\"missing\":3,\"inFlight\":0,")
                .contains("{\"what\":\"missing\",\"count\":3,\"first\":[\"3\",\"6-7\"]}");
    }

    /** The other entries are of the last half minute. */
    @Test
    void aNumberThatMayBeOnItsWayIsNotMissing() {
        List<SaleEvent.Accepted> orders = store(9);
        book.execute("DELETE FROM events" + ofSale() + " AND no = 6");
        book.execute("DELETE FROM orders" + ofSale() + " AND seq = 5");
        Instant soon = orders.get(5).at().plusSeconds(29);

        assertThat(check(new BookReads(new BookQueries(pool, book.settings()), Clock.fixed(soon, ZoneOffset.UTC))))
                .startsWith("{\"sound\":true,\"events\":9,\"lastNo\":10,\"missing\":0,\"inFlight\":1,");
        assertThat(check(reads)).contains("\"missing\":1,\"inFlight\":0,");
    }

    /** For each order, a replay takes memory of a program that has other work to do. */
    @Test
    void theJournalOfALargeSaleIsNotReplayed() {
        store(10);

        assertThat(reads.report(sale, BOUND, null))
                .contains("\"unchecked\":\"has more than 9 orders\",\"check\":null,")
                .contains("\"accepted\":{\"orders\":10,\"units\":10}");
    }

    private String check(BookReads reading) {
        String report = reading.report(sale, BOUND, null);
        int begin = report.indexOf("\"check\":") + 8;
        return report.substring(begin, report.indexOf("]}", begin) + 2);
    }

    @Test
    void aReportOfASaleWithoutOrdersIsEmpty() {
        assertThat(reads.report(sale, BOUND, new BuyerNames()))
                .contains("\"accepted\":{\"orders\":0,\"units\":0}", "\"steps\":[]", "\"count\":0,\"most\":[]");
    }

    @Test
    void aHashTellsBuyersApartAndNothingElse() {
        store(2);
        BuyerNames names = new BuyerNames();

        String report = reads.report(sale, BOUND, names);

        assertThat(report).doesNotContain("Zoë").containsPattern("\"buyerHash\":\"[0-9a-f]{32}\"");
        assertThat(reads.report(sale, BOUND, names)).isEqualTo(report);
        assertThat(names.of(sale, "a")).isNotEqualTo(names.of(OTHER, "a")).isNotEqualTo(names.of(sale, "b"));
        assertThat(new BuyerNames().of(sale, "a")).isNotEqualTo(names.of(sale, "a"));
    }

    @Test
    void aStatementHasItsTime() {
        store(1);
        try (HikariDataSource hasty = ReadBook.open(book, Duration.ofMillis(100))) {
            BookQueries queries = new BookQueries(hasty, book.settings());

            assertThatThrownBy(() -> queries.all("SELECT SLEEP(30) FROM orders", row -> row.getInt(1)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("maximum statement execution time exceeded");
        }
    }

    @Test
    void severalStatementsHaveATimeTogetherWhichMayBeLongerThanThatOfOne() {
        store(1);
        try (HikariDataSource hasty = ReadBook.open(book, Duration.ofMillis(100))) {
            BookQueries queries = new BookQueries(hasty, book.settings());
            String slow = "SELECT SLEEP(0.3) FROM orders" + ofSale();

            assertThat(queries.<List<Integer>>atOneMoment(BOUND.time(), book -> book.all(slow, row -> row.getInt(1))))
                    .containsExactly(0);
            assertThatThrownBy(() -> queries.atOneMoment(Duration.ofMillis(400), book -> {
                        book.all(slow, row -> row.getInt(1));
                        return book.all(slow, row -> row.getInt(1));
                    }))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("maximum statement execution time exceeded");
            assertThatThrownBy(() -> queries.all(slow, row -> row.getInt(1)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aReaderCannotWrite() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM orders" + ofSale()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only");
        }
    }

    private List<SaleEvent.Accepted> store(int orders) {
        List<SaleEvent.Accepted> accepted = new ArrayList<>();
        List<SaleEvent> all = new ArrayList<>(List.of(events.restocked(orders)));
        for (int i = 0; i < orders; i++) {
            accepted.add(events.accepted());
        }
        all.addAll(accepted);
        store(all);
        return accepted;
    }

    private String ofSale() {
        return " WHERE sale = '" + sale.value() + "'";
    }

    private void store(List<? extends SaleEvent> stored) {
        try (HikariDataSource writing = book.open()) {
            new MySqlOrderStore(writing).store(List.copyOf(stored));
        }
    }
}
