package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the consumer says to a server that it cannot use. */
@ExtendWith(SharedServers.class)
@Timeout(300)
@EnabledIfSystemProperty(
        named = "seckill.mariadb",
        matches = ".+",
        disabledReason = "the stack has MariaDB only with -Dseckill.mariadb=FILE")
final class MariaDbIT {

    @Test
    void isRefusedBeforeAnyTableIsMade(ServerStack stack) throws SQLException {
        TestBook book = new TestBook(stack, "mariadb_it");

        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> new OrderBookSchema(book.settings()).migrate())
                .withMessageMatching("mysql: the server is MariaDB \\(version=.*MariaDB.*\\), which does not know .*");

        assertThat(book.query("SHOW TABLES")).isEmpty();
    }
}
