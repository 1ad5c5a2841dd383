package dev.seckill.loadtest.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.loadtest.witness.JournalEnd;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.SaleStep;
import dev.seckill.loadtest.witness.SaleTerms;
import dev.seckill.model.SaleId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@Timeout(300)
class MySqlOrderBookIT {

    private final ServerStack servers;

    MySqlOrderBookIT(ServerStack servers) {
        this.servers = servers;
    }

    @Test
    void readsOnlyTheSalesRowsPastAPlace() throws SQLException {
        execute(
                "CREATE DATABASE order_book",
                "CREATE TABLE order_book.orders (order_id CHAR(36), sale VARCHAR(64), seq BIGINT, buyer VARCHAR(128),"
                        + " quantity INT)",
                "INSERT INTO order_book.orders VALUES ('c', 'mine', 3, 'Zoë', 2), ('a', 'mine', 1, NULL, 1),"
                        + " ('b', 'mine', 2, NULL, 1), ('d', 'other', 3, NULL, 1)");
        MySqlOrderBook book = book("order_book");

        assertThat(book.ordersAfter(1)).containsExactly(new BookedOrder("b", 2), new BookedOrder("c", 3, "Zoë", 2));
        assertThat(book.countAfter(1)).isEqualTo(2);
        assertThat(book.countAfter(3)).isZero();
    }

    @Test
    void replaysTheSalesJournalAndHoldsItAgainstItsNumberedOrders() throws SQLException {
        execute(
                "CREATE DATABASE journal",
                "CREATE TABLE journal.orders (order_id CHAR(36), sale VARCHAR(64), last_no BIGINT)",
                "CREATE TABLE journal.events (sale VARCHAR(64), no BIGINT, kind VARCHAR(32), order_id CHAR(36) NULL,"
                        + " quantity BIGINT, left_after BIGINT, detail JSON NULL,"
                        + " at DATETIME(3) DEFAULT '2026-11-29 12:00:00', PRIMARY KEY (sale, no))",
                "INSERT INTO journal.orders VALUES ('old', 'mine', 0), ('a', 'mine', 2), ('b', 'other', 2)",
                "INSERT INTO journal.events (sale, no, kind, order_id, quantity, left_after, detail) VALUES"
                        + " ('mine', 5, 'RECOVERED', NULL, 0, 9,"
                        + " '{\"epoch\": 7, \"voided\": [[3, 4]], \"voidedSeqs\": [[2, 3]]}'),"
                        + " ('mine', 2, 'ACCEPTED', 'a', -1, 9, NULL),"
                        + " ('mine', 1, 'RESTOCKED', NULL, 10, 10, '{\"by\": \"by hand\"}'),"
                        + " ('other', 2, 'ACCEPTED', 'b', -1, 3, NULL)");

        assertThat(book("journal").journal(new JournalEnd(5, 9)))
                .isEqualTo(new JournalVerdict(true, 3, 0, 9, List.of()));

        execute("UPDATE journal.orders SET last_no = 6 WHERE order_id = 'old'");
        assertThat(book("journal").journal(new JournalEnd(6, 8)).findings())
                .containsExactly(
                        "journal: rows whose order has no ACCEPTED event: 1 (old)",
                        "journal: it ends at no 5, but Redis has given numbers up to 6",
                        "journal: it replays to 9 left, but the counter is 8");
    }

    @Test
    void readsWhatTheRulesGoBy() throws SQLException {
        execute(
                "CREATE DATABASE rules",
                "CREATE TABLE rules.orders (order_id CHAR(36), buyer VARCHAR(128))",
                "CREATE TABLE rules.events (sale VARCHAR(64), no BIGINT, kind VARCHAR(32), order_id CHAR(36) NULL,"
                        + " quantity BIGINT, at DATETIME(3), detail JSON NULL)",
                "INSERT INTO rules.orders VALUES ('a', 'Zoë')",
                "INSERT INTO rules.events VALUES"
                        + " ('mine', 2, 'RESTOCKED', NULL, 10, '2026-11-29 12:00:00', '{\"by\": \"admin\"}'),"
                        + " ('mine', 3, 'ACCEPTED', 'a', -2, '2026-11-29 12:00:03.007', NULL),"
                        + " ('mine', 1, 'SALE_CHANGED', NULL, 0, '2026-11-29 12:00:00', '{\"by\": \"admin\","
                        + " \"change\": \"DEFINED\", \"definition\": {\"opensAt\": \"2026-11-29T12:00:03Z\","
                        + " \"closesAt\": null, \"perBuyer\": 2, \"perOrder\": 5}}'),"
                        + " ('other', 1, 'RESTOCKED', NULL, 1, '2026-11-29 12:00:00', '{\"by\": \"admin\"}')");
        Instant opensAt = Instant.parse("2026-11-29T12:00:03Z");
        Instant defined = Instant.parse("2026-11-29T12:00:00Z");

        assertThat(book("rules").steps())
                .containsExactly(
                        new SaleStep(
                                1,
                                "SALE_CHANGED",
                                defined,
                                0,
                                null,
                                "admin",
                                "DEFINED",
                                new SaleTerms(opensAt, null, 2, 5)),
                        new SaleStep(2, "RESTOCKED", defined, 10, null, "admin", null, null),
                        new SaleStep(3, "ACCEPTED", opensAt.plusMillis(7), -2, "Zoë", null, null, null));
    }

    @Test
    void findsNoJournalOnlyInABookWithoutTheTable() throws SQLException {
        execute("CREATE DATABASE older", "CREATE TABLE older.orders (order_id CHAR(36), sale VARCHAR(64), seq BIGINT)");

        assertThat(book("older").journal(new JournalEnd(0, 9))).isEqualTo(JournalVerdict.NONE);
        assertThatThrownBy(() -> book("no_order_book").journal(new JournalEnd(0, 9)))
                .isInstanceOf(OrderBookException.class);
    }

    @Test
    void saysWhichOrderBookIsNotThere() {
        assertThatThrownBy(() -> book("no_order_book").countAfter(0))
                .isInstanceOf(OrderBookException.class)
                .hasMessageContaining(servers.mysqlUrl("no_order_book"))
                .hasMessageContaining("Unknown database");
    }

    private MySqlOrderBook book(String database) {
        return new MySqlOrderBook(
                servers.mysqlUrl(database), servers.mysqlUser(), servers.mysqlPassword(), new SaleId("mine"));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        servers.mysqlUrl(""), servers.mysqlUser(), servers.mysqlPassword());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
