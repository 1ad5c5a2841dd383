package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.infra.Checkout;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the rights that {@code infra/secure} lists all is done; each of them is taken once, and what needs it says that it lacks. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class BookRightsIT {

    private static final Pattern GRANT = Pattern.compile("GRANT ([A-Z, ]+) ON seckill\\.\\* TO '(\\w+)'@'%';");
    private static final String USER = "with_few_rights";
    private static final String PASSWORD = "nobody-guesses-this";

    private final TestBook book;

    BookRightsIT(ServerStack servers) {
        book = new TestBook(servers, "rights_it");
        forget();
    }

    @AfterEach
    void forget() {
        book.execute("DROP DATABASE IF EXISTS rights_it");
        book.execute("DROP USER IF EXISTS '" + USER + "'@'%'");
    }

    static Stream<String> ofMigration() {
        return listed("migration").stream();
    }

    static Stream<String> ofConsumer() {
        return listed("consumer").stream();
    }

    @Test
    void whoeverMigratesHasEnough() {
        let(listed("migration"));

        migrateANewBook();
        migrateABookThatWasBrokenOff();
    }

    @ParameterizedTest
    @MethodSource("ofMigration")
    void whoeverMigratesSaysWhatItLacks(String right) {
        let(allBut(right, "migration"));

        assertThatThrownBy(() -> {
                    migrateANewBook();
                    migrateABookThatWasBrokenOff();
                })
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(right + " command denied to user '" + USER + "'")
                .hasMessageContaining("its user needs SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER")
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void theConsumerHasEnough() {
        new OrderBookSchema(book.settings()).migrate();
        let(listed("consumer"));

        startAndStore();
    }

    @ParameterizedTest
    @MethodSource("ofConsumer")
    void theConsumerSaysWhatItLacks(String right) {
        new OrderBookSchema(book.settings()).migrate();
        let(allBut(right, "consumer"));

        assertThatThrownBy(this::startAndStore)
                .isInstanceOfAny(SchemaException.class, StoreUnavailableException.class)
                .hasMessageContaining(right + " command denied to user '" + USER + "'")
                .hasMessageNotContaining(PASSWORD);
    }

    private void migrateANewBook() {
        new OrderBookSchema(withFewRights()).migrate();
    }

    private void migrateABookThatWasBrokenOff() {
        book.execute("UPDATE seckill_schema_history SET success = 0 WHERE version = 2");
        book.execute("DELETE FROM seckill_schema_history WHERE version > 2");
        new OrderBookSchema(withFewRights()).migrate();
    }

    private void startAndStore() {
        new OrderBookSchema(withFewRights()).migrate();
        try (HikariDataSource pool = MySqlPool.open(withFewRights())) {
            new MySqlOrderStore(pool).store(TestOrders.events(new TestOrders("rights").next(1)));
        }
    }

    private MySqlSettings withFewRights() {
        return book.settings("", USER, PASSWORD);
    }

    private void let(List<String> rights) {
        book.execute("CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
        book.execute("GRANT " + String.join(", ", rights) + " ON rights_it.* TO '" + USER + "'@'%'");
    }

    private static List<String> allBut(String right, String user) {
        return listed(user).stream().filter(other -> !other.equals(right)).toList();
    }

    private static List<String> listed(String user) {
        try {
            String file = Files.readString(Checkout.find().root().resolve("infra/secure/mysql-grants.sql"));
            return GRANT.matcher(file)
                    .results()
                    .filter((MatchResult grant) -> grant.group(2).equals(user))
                    .flatMap(grant -> Stream.of(grant.group(1).split(", ")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
