package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.Order;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
@OnContainersToo
final class MySqlOrderStoreIT extends OrderStoreContract {

    private ServerStack stack;
    private TestBook book;
    private HikariDataSource pool;
    private int sales;

    @BeforeAll
    void open(ServerStack servers) {
        stack = servers;
        book = new TestBook(servers, "store_it");
        pool = book.open();
        book.refuseTheFarFuture();
    }

    @AfterAll
    void close() {
        pool.close();
    }

    @Override
    OrderStore store() {
        return new MySqlOrderStore(pool);
    }

    @Override
    String freshSale() {
        return "sale-" + ++sales;
    }

    @Override
    List<String> storedIds(String sale) {
        return book.query("SELECT order_id FROM orders WHERE sale = '" + sale + "' ORDER BY id");
    }

    @Override
    List<String> journal(String sale) {
        return book.query("SELECT CONCAT_WS(' ', no, kind, quantity, left_after) FROM events WHERE sale = '" + sale
                + "' ORDER BY no");
    }

    @Override
    List<String> orderRow(SaleEvent.OfOrder event) {
        return book.query("SELECT CONCAT_WS(' ', state, last_no, " + time("held_until") + ", " + time("settled_at")
                + ") FROM orders WHERE order_id = '" + event.orderId() + "'");
    }

    /** As {@link java.time.Instant} writes it. */
    private static String time(String column) {
        return "COALESCE(CONCAT(DATE_FORMAT(" + column + ", '%Y-%m-%dT%T.'), RIGHT(" + column + ", 3), 'Z'), 'null')";
    }

    @Override
    String saleRow(String sale) {
        return book.query(
                        "SELECT CONCAT_WS(' ', last_no, changed_no, CONVERT(state USING utf8mb4), COALESCE(definition ->> '$.name', 'undefined')) FROM sales"
                                + " WHERE sale = '" + sale + "'")
                .get(0);
    }

    @Test
    void keepsWhatTheOrderIsAboutAndItsNewestNumber() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(100);
        store().store(List.of(events.accepted()));

        assertThat(book.query(
                        "SELECT CONCAT_WS(' ', item, state, last_no) FROM orders WHERE sale = '" + events.sale() + "'"))
                .containsExactly("car CONFIRMED 2");
    }

    @Test
    void keepsUnitsAndItemAsTheOrderSays() {
        TestEvents events = new TestEvents(freshSale());
        events.restocked(5);
        store().store(List.of(events.accepted(3, "ticket")));

        assertThat(book.query("SELECT CONCAT_WS(' ', item, quantity, last_no) FROM orders WHERE sale = '"
                        + events.sale() + "'"))
                .containsExactly("ticket 3 2");
    }

    /** As an older program left it. */
    @Test
    void learnsTheItemOfAnOrderThatComesAgain() {
        Order order = new TestOrders(freshSale()).next();
        SaleEvent unnumbered = new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order);
        store().store(List.of(unnumbered));
        book.execute("UPDATE orders SET item = NULL WHERE order_id = '" + order.orderId() + "'");

        assertThat(store().store(List.of(unnumbered)).duplicate()).isEqualTo(1);

        assertThat(book.query("SELECT item FROM orders WHERE order_id = '" + order.orderId() + "'"))
                .containsExactly("car");
    }

    @Test
    void keepsTheDetailOfEachKindAsItIsOnTheWire() {
        TestEvents events = new TestEvents(freshSale());
        store().store(List.of(events.restocked(100), events.changed("Cars"), events.recovered(), events.accepted()));

        assertThat(book.query(
                        "SELECT COALESCE(detail, 'none') FROM events WHERE sale = '" + events.sale() + "' ORDER BY no"))
                .containsExactly(
                        "{\"by\": \"by hand\"}",
                        "{\"by\": \"alice\", \"state\": \"OPEN\", \"change\": \"DEFINED\", \"definition\": {\"item\":"
                                + " \"car\", \"name\": \"Cars\", \"opensAt\": \"2026-11-22T10:15:00Z\", \"closesAt\": null,"
                                + " \"perBuyer\": 1, \"perOrder\": 2}}",
                        "{\"epoch\": 1795342800000, \"voided\": [[3, 4]], \"voidedSeqs\": []}",
                        "none");
    }

    /** One for each table, whatever the number of rows. */
    @Test
    void storesTheUsualBatchInThreeStatements() throws SQLException {
        List<Order> batch = new TestOrders(freshSale()).next(2000);
        try (HikariDataSource alone = MySqlPool.open(book.settings())) {
            MySqlOrderStore ownStore = new MySqlOrderStore(alone);
            long before = inserts(alone);

            ownStore.store(TestOrders.events(batch));

            assertThat(inserts(alone) - before).isEqualTo(3);
        }
    }

    private static long inserts(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Com_insert'")) {
            rows.next();
            return rows.getLong(2);
        }
    }

    /** An event that is stored with all that follows from it, or not at all, is what the journal is for. */
    @Test
    void bringsBackTheOrderOfAnEventThatIsThere() {
        Order order = new TestOrders(freshSale()).next();
        store().store(TestOrders.events(List.of(order)));
        book.execute("DELETE FROM orders WHERE order_id = '" + order.orderId() + "'");

        assertThat(store().store(TestOrders.events(List.of(order))).stored()).isEqualTo(1);

        assertThat(storedIds(order.sale().value())).hasSize(1);
    }

    @Test
    void keepsTimesToTheMillisecondInUtc() {
        Order order = new TestOrders(freshSale()).next();
        store().store(TestOrders.events(List.of(order)));

        assertThat(book.query(
                        "SELECT CAST(decided_at AS CHAR) FROM orders" + " WHERE order_id = '" + order.orderId() + "'"))
                .containsExactly("2026-11-22 10:15:30.124");
    }

    @Test
    void keepsTimesPast2038() {
        Order order = TestOrders.decidedAt(new TestOrders(freshSale()).next(), "2038-01-19T03:14:08.000Z");

        assertThat(store().store(TestOrders.events(List.of(order))).stored()).isEqualTo(1);
        assertThat(store().store(TestOrders.events(List.of(order))).duplicate()).isEqualTo(1);
    }

    @Test
    void keepsTimesInUtcWhateverTheUrlSays() {
        TestBook abroad = new TestBook(stack, "store_abroad_it");
        Order order = new TestOrders("abroad").next();
        abroad.open().close();
        String zone = "?forceConnectionTimeZoneToSession=false&sessionVariables=time_zone='%2B09:00'";
        try (HikariDataSource abroadPool = MySqlPool.open(abroad.settings(zone))) {
            new MySqlOrderStore(abroadPool).store(TestOrders.events(List.of(order)));

            assertThat(abroad.query("SELECT CAST(decided_at AS CHAR) FROM orders"))
                    .containsExactly("2026-11-22 10:15:30.124");
            assertThat(new MySqlOrderStore(abroadPool)
                            .store(TestOrders.events(List.of(order)))
                            .duplicate())
                    .as("read back as it was written")
                    .isEqualTo(1);
        }
    }

    /** 1024 bytes are the least that MySQL can be set to; the driver keeps to a limit of its own in the same way. */
    @Test
    void looksDuplicatesUpInPacketsOfAnySize() {
        TestBook small = new TestBook(stack, "store_packets_it");
        List<Order> batch = new TestOrders("packets").next(300);
        try (HikariDataSource smallPool = small.open()) {
            new MySqlOrderStore(smallPool).store(TestOrders.events(batch));
        }
        try (HikariDataSource smallPool = MySqlPool.open(small.settings("?maxAllowedPacket=1024"))) {
            assertThat(new MySqlOrderStore(smallPool)
                            .store(TestOrders.events(batch))
                            .duplicate())
                    .isEqualTo(300);
        }
    }

    @Test
    void refusesARowThatATableIsTooNarrowFor() {
        TestBook narrow = new TestBook(stack, "store_narrow_it");
        try (HikariDataSource narrowPool = narrow.open()) {
            narrow.execute("ALTER TABLE orders MODIFY buyer VARCHAR(12) NULL");
            TestOrders orders = new TestOrders("narrow");
            // "Zoë 李 🚗 9" has 9 characters, from seq 10 on one more, from 10000 on it is too long.
            Order tooLong = orders.withSeq(1_000_000);
            List<Order> batch = List.of(orders.next(), tooLong, orders.next());

            StoreOutcome outcome = new MySqlOrderStore(narrowPool).store(TestOrders.events(batch));

            assertThat(outcome.stored()).isEqualTo(2);
            assertThat(outcome.refusals())
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.cause()).isEqualTo(Cause.UNSTORABLE));
            assertThat(narrow.count()).isEqualTo(2);
            assertThat(narrow.query("SELECT COUNT(*) FROM events")).containsExactly("2");
        }
    }

    @Test
    void waitsOutAMissingTableInsteadOfRefusingOrders() {
        TestBook broken = new TestBook(stack, "store_broken_it");
        try (HikariDataSource brokenPool = broken.open()) {
            broken.execute("DROP TABLE orders");
            List<Order> orders = new TestOrders("broken").next(3);

            assertThatThrownBy(() -> new MySqlOrderStore(brokenPool).store(TestOrders.events(orders)))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void storesNothingWhenALockIsNotGrantedInTime() throws SQLException {
        String sale = freshSale();
        TestOrders orders = new TestOrders(sale);
        List<Order> batch = orders.next(3);
        try (Connection rival = book.connect();
                Statement statement = rival.createStatement()) {
            rival.setAutoCommit(false);
            statement.execute("INSERT INTO orders (order_id, sale, seq, quantity, decided_at) VALUES ('x', '" + sale
                    + "', 2, 1, NOW(3))");

            assertThatThrownBy(() -> store().store(TestOrders.events(batch)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("1205");
            rival.rollback();
        }

        assertThat(storedIds(sale)).isEmpty();
        assertThat(journal(sale)).isEmpty();
        assertThat(store().store(TestOrders.events(batch)).stored()).isEqualTo(3);
    }

    /** Two consumers hold the same messages after a rebalance; every order is stored by exactly one of them. */
    @Test
    void letsTwoWritersOfTheSameOrdersEndWell() throws Exception {
        String sale = freshSale();
        List<Order> orders = new TestOrders(sale).next(600);
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> stored = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                List<Order> shuffled = new ArrayList<>(orders);
                Collections.shuffle(shuffled, new Random(writer));
                stored.add(writers.submit(insistingWriter(shuffled)));
            }

            assertThat(stored.get(0).get(30, TimeUnit.SECONDS) + stored.get(1).get(30, TimeUnit.SECONDS))
                    .isEqualTo(600);
            assertThat(storedIds(sale)).containsExactlyInAnyOrderElementsOf(idsOf(orders));
        } finally {
            writers.shutdownNow();
        }
    }

    private Callable<Integer> insistingWriter(List<Order> orders) {
        return () -> {
            int stored = 0;
            for (int from = 0; from < orders.size(); ) {
                List<Order> batch = orders.subList(from, from + 60);
                try {
                    StoreOutcome outcome = store().store(TestOrders.events(batch));
                    assertThat(outcome.refusals()).isEmpty();
                    stored += outcome.stored();
                    from += 60;
                } catch (StoreUnavailableException deadlock) {
                    // The loop would try the whole batch again, and so does this.
                    assertThat(deadlock).hasMessageContaining("40001");
                }
            }
            return stored;
        };
    }

    /** As of a log with partitions: each has some events of each sale, in an order of its own. */
    @Test
    void letsTwoWritersTakeManySalesToTheirEnds() throws Exception {
        String prefix = freshSale();
        List<SaleEvent> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            TestEvents events = new TestEvents(prefix + "-" + i);
            all.addAll(
                    List.of(events.restocked(9), events.changed("Early"), events.accepted(), events.changed("Late")));
        }
        Collections.shuffle(all, new Random(5));
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> one = writers.submit(insistingWriterOf(all.subList(0, 100)));
            Future<Boolean> other = writers.submit(insistingWriterOf(all.subList(100, 200)));

            assertThat(one.get(30, TimeUnit.SECONDS) && other.get(30, TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            writers.shutdownNow();
        }
        for (int i = 0; i < 50; i++) {
            assertThat(journal(prefix + "-" + i)).hasSize(4);
            assertThat(saleRow(prefix + "-" + i)).isEqualTo("4 4 OPEN Late");
        }
    }

    private Callable<Boolean> insistingWriterOf(List<SaleEvent> events) {
        return () -> {
            for (int from = 0; from < events.size(); ) {
                try {
                    assertThat(store().store(events.subList(from, from + 20)).refusals())
                            .isEmpty();
                    from += 20;
                } catch (StoreUnavailableException deadlock) {
                    assertThat(deadlock).hasMessageContaining("40001");
                }
            }
            return true;
        };
    }

    /** All batches of a sale meet in its row of {@code sales}. */
    @Test
    void aFrozenConsumerKeepsNobodyOfTheSameSaleWaiting() throws Exception {
        TestEvents events = new TestEvents(freshSale());
        List<SaleEvent> before = List.of(events.restocked(100), events.changed("Cars"));
        List<SaleEvent> frozenOnes = List.of(events.accepted(), events.changed("Cars, paused"));
        List<SaleEvent> others = List.of(events.accepted(), events.changed("Cars again"));
        store().store(before);
        try (FrozenAtCommit frozen = new FrozenAtCommit(pool)) {
            CompletableFuture<StoreOutcome> frozenBatch = CompletableFuture.supplyAsync(
                    () -> new MySqlOrderStore(frozen.dataSource()).store(frozenOnes), FROZEN);
            frozen.await();

            assertThat(store().store(others).stored()).isEqualTo(2);

            assertThat(saleRow(events.sale())).isEqualTo("6 6 OPEN Cars again");
            frozen.close();
            assertThat(frozenBatch.get(30, TimeUnit.SECONDS).stored()).isEqualTo(2);
        }
        assertThat(journal(events.sale())).hasSize(6);
        assertThat(saleRow(events.sale())).isEqualTo("6 6 OPEN Cars again");
    }

    /** Its group has given its partitions to somebody else, who gets the same events. */
    @Test
    void aFrozenConsumersRowsAreFreeForTheNextOneWithinTheSessionWait() throws Exception {
        TestEvents events = new TestEvents(freshSale());
        List<SaleEvent> batch = List.of(events.restocked(100), events.accepted());
        try (HikariDataSource impatient = MySqlPool.open(book.settings(Duration.ofSeconds(1)));
                FrozenAtCommit frozen = new FrozenAtCommit(impatient)) {
            CompletableFuture<StoreOutcome> frozenBatch =
                    CompletableFuture.supplyAsync(() -> new MySqlOrderStore(frozen.dataSource()).store(batch), FROZEN);
            frozen.await();

            await().atMost(30, TimeUnit.SECONDS)
                    .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .until(() -> store().store(batch).stored() == 2);
            frozen.close();

            assertThat(frozenBatch)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(StoreUnavailableException.class);
        }
        assertThat(journal(events.sale())).hasSize(2);
    }

    /** A program that was killed between the two left it like this. */
    @Test
    void aRepeatMovesOnASaleThatWasLeftBehind() {
        TestEvents events = new TestEvents(freshSale());
        List<SaleEvent> batch = List.of(events.restocked(100), events.changed("Cars"), events.accepted());
        store().store(batch);
        book.execute("DELETE FROM sales WHERE sale = '" + events.sale() + "'");

        assertThat(store().store(batch).duplicate()).isEqualTo(3);

        assertThat(saleRow(events.sale())).isEqualTo("3 2 OPEN Cars");
    }

    private static final Executor FROZEN = work -> new Thread(work, "frozen").start();

    @Test
    void checkPassesWhileMySqlAnswers() {
        store().check();
    }
}
