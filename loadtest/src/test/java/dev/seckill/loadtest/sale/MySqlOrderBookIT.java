package dev.seckill.loadtest.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.model.SaleId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@Timeout(60)
class MySqlOrderBookIT {

    private final ServerStack servers;

    MySqlOrderBookIT(ServerStack servers) {
        this.servers = servers;
    }

    @Test
    void readsOnlyTheSalesRowsPastAPlace() throws SQLException {
        execute(
                "CREATE DATABASE order_book",
                "CREATE TABLE order_book.orders (order_id CHAR(36), sale VARCHAR(64), seq BIGINT)",
                "INSERT INTO order_book.orders VALUES ('c', 'mine', 3), ('a', 'mine', 1), ('b', 'mine', 2),"
                        + " ('d', 'other', 3)");
        MySqlOrderBook book = book("order_book");

        assertThat(book.ordersAfter(1)).containsExactly(new BookedOrder("b", 2), new BookedOrder("c", 3));
        assertThat(book.countAfter(1)).isEqualTo(2);
        assertThat(book.countAfter(3)).isZero();
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
