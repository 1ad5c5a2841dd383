package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.event.SaleEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several writers at once, as those of one consumer or of two, and one that ends in between: no order's state goes backward. */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
final class OrderLifeRaceIT {

    private static final int WRITERS = 4;
    private static final int BATCH = 40;

    private TestBook book;
    private HikariDataSource pool;
    private HikariDataSource other;
    private ExecutorService threads;

    @BeforeAll
    void open(ServerStack servers) {
        book = new TestBook(servers, "life_race_it");
        pool = book.open();
        other = book.open();
        threads = Executors.newFixedThreadPool(WRITERS);
    }

    @AfterAll
    void close() {
        threads.shutdownNow();
        other.close();
        pool.close();
    }

    private String row(SaleEvent.Accepted order) {
        return book.query("SELECT CONCAT_WS(' ', state, last_no) FROM orders WHERE order_id = '"
                        + order.order().orderId() + "'")
                .get(0);
    }

    /** Tries again as the loop does; a deadlock is no end. */
    private static StoreOutcome insist(OrderStore store, List<? extends SaleEvent> events) {
        while (true) {
            try {
                return store.store(events);
            } catch (StoreUnavailableException deadlock) {
                assertThat(deadlock).hasMessageMatching("(?s).*(40001|1205).*");
            }
        }
    }

    /** Each event comes twice, in batches of an order of its own, over two pools. */
    @Test
    void writersAtOnceTakeEveryOrderToItsEnd() throws Exception {
        TestEvents events = new TestEvents("all-at-once");
        Random random = new Random(7);
        List<SaleEvent> all = new ArrayList<>(List.of(events.restocked(10_000)));
        List<SaleEvent.Accepted> orders = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            OrderLife row = new OrderLife();
            List<SaleEvent.OfOrder> life = OrderLifeContract.life(events, random);
            life.forEach(row::add);
            all.addAll(life);
            orders.add((SaleEvent.Accepted) life.get(0));
            expected.add(row.state() + " " + row.lastNo());
        }
        List<SaleEvent> twice = new ArrayList<>(all);
        twice.addAll(all);
        Collections.shuffle(twice, random);
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            OrderStore store = new MySqlOrderStore(writer % 2 == 0 ? pool : other);
            List<SaleEvent> mine = share(twice, writer);
            writers.add(threads.submit(() -> {
                for (int from = 0; from < mine.size(); from += BATCH) {
                    StoreOutcome outcome = insist(store, mine.subList(from, Math.min(mine.size(), from + BATCH)));
                    assertThat(outcome.refusals()).isEmpty();
                }
            }));
        }
        for (Future<?> writer : writers) {
            writer.get(100, TimeUnit.SECONDS);
        }

        assertThat(orders.stream().map(this::row)).containsExactlyElementsOf(expected);
        assertThat(book.query("SELECT COUNT(*) FROM events WHERE sale = 'all-at-once'"))
                .containsExactly(Integer.toString(all.size()));
    }

    private static List<SaleEvent> share(List<SaleEvent> all, int writer) {
        List<SaleEvent> share = new ArrayList<>();
        for (int i = writer; i < all.size(); i += WRITERS) {
            share.add(all.get(i));
        }
        return share;
    }

    @Test
    void anAcceptanceWaitsForAConfirmationThatIsBeingWritten() throws Exception {
        TestEvents events = new TestEvents("confirmed-first");
        events.restocked(100);
        SaleEvent.Accepted order = events.held();

        race(List.of(events.confirmed(order)), List.of(order));

        assertThat(row(order)).isEqualTo("CONFIRMED 3");
    }

    @Test
    void aConfirmationWaitsForTheAcceptanceThatIsBeingWritten() throws Exception {
        TestEvents events = new TestEvents("accepted-first");
        events.restocked(100);
        SaleEvent.Accepted order = events.held();

        race(List.of(order), List.of(events.confirmed(order)));

        assertThat(row(order)).isEqualTo("CONFIRMED 3");
    }

    @Test
    void anEarlierEventWaitsForALaterOneThatIsBeingWritten() throws Exception {
        TestEvents events = new TestEvents("late-first");
        events.restocked(100);
        SaleEvent.Accepted order = events.held();
        new MySqlOrderStore(pool).store(List.of(order));
        SaleEvent extended = events.extended(order);

        race(List.of(events.released(order)), List.of(extended));

        assertThat(row(order)).isEqualTo("RELEASED 4");
    }

    /** One writer stands before its commit until the other waits for it, or is done. */
    private void race(List<SaleEvent> first, List<SaleEvent> second) throws Exception {
        try (FrozenAtCommit frozen = new FrozenAtCommit(pool)) {
            CompletableFuture<StoreOutcome> ahead =
                    CompletableFuture.supplyAsync(() -> new MySqlOrderStore(frozen.dataSource()).store(first), threads);
            frozen.await();
            CompletableFuture<StoreOutcome> behind =
                    CompletableFuture.supplyAsync(() -> insist(new MySqlOrderStore(other), second), threads);
            await().until(() -> behind.isDone() || waits());
            frozen.close();
            assertThat(ahead.get(60, TimeUnit.SECONDS).stored()).isEqualTo(1);
            assertThat(behind.get(60, TimeUnit.SECONDS).stored()).isEqualTo(1);
        }
    }

    private boolean waits() {
        return !book.query("SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
                .isEmpty();
    }

    /** Whatever MySQL thinks of the size of the tables: nobody looks at rows that are not his. */
    @Test
    void writersOfOtherOrdersWaitForNobody() throws Exception {
        TestEvents events = new TestEvents("others");
        List<SaleEvent> before = new ArrayList<>(List.of(events.restocked(10_000)));
        List<SaleEvent.Accepted> known = held(events, 400);
        before.addAll(known);
        new MySqlOrderStore(pool).store(before);
        SaleEvent.Accepted theirs = known.get(0);
        List<SaleEvent> frozenOnes = List.of(events.confirmed(theirs), events.held());
        List<SaleEvent> others = new ArrayList<>(held(events, 400));
        known.subList(1, 400).forEach(order -> others.add(events.confirmed(order)));
        others.add(events.confirmed(events.held())); // which nobody has heard of yet
        try (FrozenAtCommit frozen = new FrozenAtCommit(pool)) {
            CompletableFuture<StoreOutcome> ahead = CompletableFuture.supplyAsync(
                    () -> new MySqlOrderStore(frozen.dataSource()).store(frozenOnes), threads);
            frozen.await();

            assertThat(new MySqlOrderStore(other).store(others).stored()).isEqualTo(800);
            assertThat(new MySqlOrderStore(other).store(others).duplicate()).isEqualTo(800);

            frozen.close();
            assertThat(ahead.get(60, TimeUnit.SECONDS).stored()).isEqualTo(2);
        }
        assertThat(known.stream().map(this::row)).allMatch(row -> row.startsWith("CONFIRMED"));
    }

    private static List<SaleEvent.Accepted> held(TestEvents events, int count) {
        return Stream.generate(events::held).limit(count).toList();
    }

    /** Whoever reads the journal finds the order like it, whenever a writer ends. */
    @Test
    void aWriterThatEndsAfterItsCommitHasMovedTheOrders() {
        TestEvents events = new TestEvents("ended");
        SaleEvent.Restocked restocked = events.restocked(100);
        SaleEvent.Accepted order = events.held();
        new MySqlOrderStore(pool).store(List.of(restocked, order));

        assertThatThrownBy(() -> new MySqlOrderStore(endingAfterCommit(pool)).store(List.of(events.confirmed(order))))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(book.query("SELECT COUNT(*) FROM events WHERE sale = 'ended'"))
                .containsExactly("3");
        assertThat(row(order)).isEqualTo("CONFIRMED 3");
    }

    private static DataSource endingAfterCommit(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                OrderLifeRaceIT.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> ending(pool.getConnection()));
    }

    private static Connection ending(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                OrderLifeRaceIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("commit")) {
                            connection.unwrap(Connection.class).abort(Runnable::run);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
