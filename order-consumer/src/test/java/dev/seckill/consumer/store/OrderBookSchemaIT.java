package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.infra.Checkout;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class OrderBookSchemaIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @Test
    void manyMigrateANewDatabaseAtOnce(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_it");

        List<CompletableFuture<Void>> migrations = Stream.generate(() -> new OrderBookSchema(book.settings()))
                .limit(6)
                .map(schema -> CompletableFuture.runAsync(() -> migrateAsAtAStart(schema)))
                .toList();

        assertThat(migrations).allSatisfy(migration -> assertThat(migration).succeedsWithin(WAIT));
        assertThat(book.count()).isZero();
    }

    @Test
    void keepsTheTimesOfABookOfAnOlderProgram(ServerStack stack) throws SQLException {
        TestBook book = oldBook(stack, "schema_old_it");
        try (Connection tokyo = book.connect();
                Statement statement = tokyo.createStatement()) {
            statement.execute("SET time_zone = '+09:00'");
            statement.execute("INSERT INTO orders (order_id, sale, seq, quantity, decided_at, created_at) VALUES"
                    + " ('a', 'old', 1, 1, '2026-11-22 19:15:30.124', '2026-11-22 19:15:31.5')");
        }

        new OrderBookSchema(book.settings("?connectionTimeZone=%2B09:00&forceConnectionTimeZoneToSession=true"))
                .migrate();

        assertThat(book.query("SELECT CONCAT(decided_at, ' ', created_at) FROM orders"))
                .containsExactly("2026-11-22 10:15:30.124 2026-11-22 10:15:31.500");
        assertThat(book.query("SELECT COUNT(*) FROM flyway_schema_history")).containsExactly("1");
    }

    @Test
    void noUpdateChangesWhenAnOrderWasDecided(ServerStack stack) throws SQLException {
        TestBook book = new TestBook(stack, "schema_defaults_it");
        try (Connection old = book.connect();
                Statement statement = old.createStatement()) {
            statement.execute("SET explicit_defaults_for_timestamp = OFF");
            statement.execute(firstMigration());
        }
        assertThat(book.query("SHOW CREATE TABLE orders")).isNotEmpty();

        new OrderBookSchema(book.settings()).migrate();

        assertThat(book.query("SELECT CONCAT_WS(' ', column_name, data_type, extra) FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name LIKE '%\\_at'"
                        + " ORDER BY ordinal_position"))
                .allSatisfy(column -> assertThat(column).contains("datetime").doesNotContain("on update"))
                .hasSize(3);
    }

    @Test
    void createdAtIsInUtcWhateverTheServersZone(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_created_it");
        new OrderBookSchema(book.settings()).migrate();
        String tokyo = "?forceConnectionTimeZoneToSession=false&sessionVariables=time_zone='%2B09:00'";
        try (HikariDataSource pool = MySqlPool.open(book.settings(tokyo))) {
            new MySqlOrderStore(pool).store(TestOrders.events(new TestOrders("created").next(1)));
        }

        assertThat(book.query("SELECT ABS(TIMESTAMPDIFF(MINUTE, created_at, UTC_TIMESTAMP())) < 60 FROM orders"))
                .containsExactly("1");
    }

    @Test
    void aMigrationMayTakeLongerThanAStatement(ServerStack stack) throws SQLException {
        TestBook book = oldBook(stack, "schema_slow_it");
        MySqlSettings impatient = book.settings("?socketTimeout=1000");
        try (Connection reader = book.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM orders").close(); // keeps the table as it is until the commit

            CompletableFuture<Void> migration = CompletableFuture.runAsync(new OrderBookSchema(impatient)::migrate);
            await().atMost(WAIT).until(() -> migration.isDone() || longestAlter(book) >= 3);
            reader.commit();

            assertThat(migration).succeedsWithin(WAIT);
        }
        assertThat(book.query("SELECT version FROM seckill_schema_history WHERE success = 1 AND version > 0"))
                .containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void aMigrationThatWasBrokenOffRunsAgain(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_broken_it");
        new OrderBookSchema(book.settings()).migrate();
        book.execute("ALTER TABLE orders MODIFY decided_at TIMESTAMP(3) NOT NULL");
        book.execute("UPDATE seckill_schema_history SET success = 0 WHERE version = 2");
        book.execute("DELETE FROM seckill_schema_history WHERE version > 2");

        new OrderBookSchema(book.settings()).migrate();

        assertThat(book.query("SELECT success FROM seckill_schema_history WHERE version = 2"))
                .containsExactly("1");
        assertThat(book.query("SELECT data_type FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " AND table_name = 'orders' AND column_name = 'decided_at'"))
                .containsExactly("datetime");
    }

    @Test
    void givesABookOfAnOlderProgramAJournal(ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_recorded_it");
        List<String> rows = load(book, "book-v2.sql");

        new OrderBookSchema(book.settings()).migrate();

        assertThat(
                        book.query(
                                "SELECT CONCAT_WS('|', id, order_id, sale, seq, COALESCE(buyer, 'none'), quantity,"
                                        + " decided_at, created_at, COALESCE(item, 'unknown'), state, last_no) FROM orders ORDER BY id"))
                .containsExactly(
                        "1|0193542f-7a00-7000-8000-0123456789ab|counter|1|Zoë 李 🚗 1|1|2026-11-22 10:15:30.123|"
                                + "2026-11-22 10:15:30.321|unknown|CONFIRMED|0",
                        "2|0193542f-7a01-7000-8000-0123456789ab|counter|2|none|1|2026-11-22 10:15:30.124|"
                                + "2026-11-22 10:15:30.321|unknown|CONFIRMED|0",
                        "4|0193542f-7a02-7000-8000-0123456789ab|Counter|9223372036854775807|a|2147483647|"
                                + "9999-12-31 23:59:59.999|2026-11-22 10:15:31.000|unknown|CONFIRMED|0");
        assertThat(rows).hasSize(3);
        assertThat(book.query("SELECT COUNT(*) FROM events")).containsExactly("0");
        assertThat(book.query("SELECT version FROM seckill_schema_history WHERE success = 1 ORDER BY installed_rank"))
                .containsExactly("1", "2", "3", "4", "5", "6");
    }

    /** Book and log were recorded with commit 75afa81, the log with one event more. */
    @Test
    void readsBookAndLogOfTheProgramThatBeganTheJournal(ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_journal_it");
        load(book, "book-v3.sql");
        List<SaleEvent> log = new ArrayList<>();
        for (String message : resource("log-v3.jsonl").lines().toList()) {
            log.add(EventCodec.decode(message.getBytes(StandardCharsets.UTF_8)));
        }

        new OrderBookSchema(book.settings()).migrate();

        assertThat(book.query(SALES)).containsExactly("Counter 1 0", "counter 11 10 OPEN Cars \"2026\" 🚗");
        try (HikariDataSource pool = MySqlPool.open(book.settings())) {
            assertThat(new MySqlOrderStore(pool).store(log)).isEqualTo(new StoreOutcome(1, 11, List.of()));
        }
        assertThat(book.query(SALES)).containsExactly("Counter 1 0", "counter 12 12 CLOSED Cars \"2026\" 🚗");
        assertThat(book.query("SELECT COUNT(*) FROM orders")).containsExactly("4");
        assertThat(book.query("SELECT COUNT(*) FROM events")).containsExactly("11");
    }

    private static final String SALES = "SELECT CONCAT_WS(' ', CONVERT(sale USING utf8mb4), last_no, changed_no,"
            + " CONVERT(state USING utf8mb4), definition ->> '$.name') FROM sales ORDER BY sale";

    /** Between the two statements of the migration. */
    @Test
    void salesThatHaveTheirColumnsAndNotTheirStateAreCompleted(ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_state_it");
        load(book, "book-v3.sql");
        book.execute("ALTER TABLE sales ADD COLUMN state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,"
                + " ADD COLUMN changed_no BIGINT NOT NULL DEFAULT 0");

        new OrderBookSchema(book.settings()).migrate();

        assertThat(book.query(SALES)).containsExactly("Counter 1 0", "counter 11 10 OPEN Cars \"2026\" 🚗");
    }

    /** Of an order that an older program has stored, the book says as much as before. */
    @Test
    void givesOrdersALifeAndLeavesThoseThatAreThereAlone(ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_life_it");
        load(book, "book-v3.sql");

        new OrderBookSchema(book.settings()).migrate();

        assertThat(book.query("SELECT CONCAT_WS(' ', seq, state, last_no, COALESCE(held_until, 'none'),"
                        + " COALESCE(settled_at, 'none')) FROM orders ORDER BY seq"))
                .containsExactly(
                        "1 CONFIRMED 0 none none",
                        "2 CONFIRMED 3 none none",
                        "3 CONFIRMED 4 none none",
                        "6 CONFIRMED 11 none none");
        assertThat(book.query(ORDER_INDEX)).containsExactly("order_id");
    }

    /** Between the two statements of the migration, or behind both. */
    @Test
    void ordersThatHaveALifeAlreadyAreCompleted(ServerStack stack) throws IOException {
        for (String change : List.of("ALTER TABLE events DROP INDEX events_order_id", "DO 0")) {
            TestBook book = new TestBook(stack, "schema_life_part_it");
            new OrderBookSchema(book.settings()).migrate();
            book.execute(change);
            book.execute("DELETE FROM seckill_schema_history WHERE version >= 5");

            new OrderBookSchema(book.settings()).migrate();

            assertThat(book.query(ORDER_INDEX)).containsExactly("order_id");
        }
    }

    private static final String ORDER_INDEX = "SELECT column_name FROM information_schema.statistics"
            + " WHERE table_schema = DATABASE() AND table_name = 'events' AND index_name = 'events_order_id'";

    /** MySQL cannot roll back a change of a table, so each of them may be there without the next. */
    @Test
    void aJournalThatWasMadeInPartIsCompleted(ServerStack stack) throws IOException {
        TestBook whole = new TestBook(stack, "schema_whole_it");
        new OrderBookSchema(whole.settings()).migrate();
        String partly = "schema_part_it";
        List<List<String>> done = List.of(
                List.of("CREATE TABLE events LIKE schema_whole_it.events"),
                List.of(
                        "CREATE TABLE events LIKE schema_whole_it.events",
                        "CREATE TABLE sales LIKE schema_whole_it.sales"),
                List.of(
                        "CREATE TABLE events LIKE schema_whole_it.events",
                        "CREATE TABLE sales LIKE schema_whole_it.sales",
                        "DROP TABLE orders",
                        "CREATE TABLE orders LIKE schema_whole_it.orders"));
        for (int i = 0; i < done.size(); i++) {
            TestBook book = new TestBook(stack, partly + i);
            load(book, "book-v2.sql");
            done.get(i).forEach(book::execute);
            book.execute("INSERT INTO seckill_schema_history VALUES"
                    + " (3, '3', 'journal', 'SQL', 'V3__journal.sql', 1, 'root', NOW(), 1, 0)");

            new OrderBookSchema(book.settings()).migrate();

            assertThat(columns(book)).isEqualTo(columns(whole));
        }
    }

    @Test
    void refusesAJournalOfAnotherProgram(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_foreign_events_it");
        book.execute("CREATE TABLE events (no INT PRIMARY KEY, at DATETIME)");

        assertThatThrownBy(() -> new OrderBookSchema(book.settings()).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("the table events of the database schema_foreign_events_it is not the one of this"
                        + " program: column at is datetime")
                .hasMessageContaining("column no is int")
                .hasMessageContaining("no unique key (sale,no)");
        assertThat(book.query("SHOW TABLES")).containsExactly("events");
    }

    @Test
    void leavesTheHistoryOfAnotherProgramAlone(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_neighbour_it");
        book.execute("CREATE TABLE flyway_schema_history (its_own INT)");

        new OrderBookSchema(book.settings()).migrate();

        assertThat(book.count()).isZero();
        assertThat(book.query("SELECT COUNT(*) FROM flyway_schema_history")).containsExactly("0");
    }

    @Test
    void refusesATableOfAnotherProgram(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_foreign_it");
        book.execute("CREATE TABLE orders (id INT PRIMARY KEY, buyer TEXT, decided_at DATETIME(3))");

        assertThatThrownBy(() -> new OrderBookSchema(book.settings()).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(
                        "the table orders of the database schema_foreign_it is not the one of this program")
                .hasMessageContaining("column buyer is text")
                .hasMessageContaining("no column order_id")
                .hasMessageContaining("no unique key (sale,seq)");
        assertThat(book.query("SHOW TABLES")).containsExactly("orders");
    }

    @Test
    void namesTheTableThatIsMissingThoughItWasMade(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_dropped_it");
        new OrderBookSchema(book.settings()).migrate();
        book.execute("DROP TABLE orders");

        assertThatThrownBy(() -> new OrderBookSchema(book.settings()).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("there is no table orders");
    }

    @Test
    void theListedGrantsAreEnough(ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_rights_it");
        book.execute("CREATE TABLE somebody_elses (id INT)");
        MySqlSettings consumer = userWith(book, "consumer", listedRights("consumer"));
        MySqlSettings migration = userWith(book, "migration", listedRights("migration"));

        assertThatThrownBy(() -> new OrderBookSchema(consumer).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER");
        new OrderBookSchema(migration).migrate();
        new OrderBookSchema(consumer).migrate();
        assertThat(storeAndReadAll(consumer)).isEqualTo(3);
    }

    /** Stores orders, holds and confirms one, and reads the book as an audit does; returns how many it read. */
    private static int storeAndReadAll(MySqlSettings user) {
        try (HikariDataSource pool = MySqlPool.open(user)) {
            MySqlOrderStore store = new MySqlOrderStore(pool);
            TestEvents events = new TestEvents("rights-of-orders");
            SaleEvent stock = events.restocked(1);
            SaleEvent.Accepted order = events.held();
            store.store(TestOrders.events(new TestOrders("rights").next(2)));
            store.store(List.of(stock, order));
            store.store(List.of(events.confirmed(order), order));
            int[] read = new int[1];
            new OrderBookReader(pool, user, null).read((id, stored) -> read[0]++);
            return read[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT", "INSERT", "UPDATE"})
    void eachGrantOfTheConsumerIsNeeded(String missing, ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_needed_it");
        new OrderBookSchema(book.settings()).migrate();
        List<String> rights = listedRights("consumer");
        assertThat(rights).contains(missing);
        rights.remove(missing);
        MySqlSettings user = userWith(book, "consumer", rights);

        assertThatThrownBy(() -> storeAndReadAll(user))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER"})
    void eachGrantOfTheMigrationIsNeeded(String missing, ServerStack stack) throws IOException {
        TestBook book = new TestBook(stack, "schema_needed_for_migration_it");
        book.execute("DROP DATABASE schema_needed_for_migration_it");
        book.execute("DO 1"); // makes the database
        if (missing.equals("DELETE")) { // needed to forget a change that broke off
            new OrderBookSchema(book.settings()).migrate();
            book.execute("UPDATE seckill_schema_history SET success = 0 WHERE version = 5");
        }
        List<String> rights = listedRights("migration");
        assertThat(rights).contains(missing);
        rights.remove(missing);
        MySqlSettings user = userWith(book, "migration", rights);

        assertThatThrownBy(() -> new OrderBookSchema(user).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("its user needs SELECT, INSERT, UPDATE");
    }

    @Test
    void aUserWhoMayOnlyReadTheHistoryIsToldSo(ServerStack stack) {
        TestBook book = new TestBook(stack, "schema_readonly_it");
        new OrderBookSchema(book.settings()).migrate();
        book.execute("UPDATE seckill_schema_history SET success = 0 WHERE version = 2");
        MySqlSettings reader = user(book, "reader", "GRANT SELECT ON schema_readonly_it.* TO ");

        assertThatThrownBy(() -> new OrderBookSchema(reader).migrate())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("its user needs SELECT, INSERT, UPDATE");
    }

    /** What the file that operators use grants to a user; the README must say the same. */
    private static List<String> listedRights(String user) throws IOException {
        Path list = Checkout.find().root().resolve("infra/secure/mysql-grants.sql");
        String grant = Files.readAllLines(list).stream()
                .filter(line -> line.matches("GRANT .* TO '" + user + "'.*"))
                .findFirst()
                .orElseThrow();
        String rights = grant.replaceAll("GRANT (.*) ON .*", "$1");
        assertThat(Files.readString(Path.of("README.md")))
                .contains("GRANT " + rights + " ON seckill.* TO " + user + ";");
        return new ArrayList<>(List.of(rights.split(", ")));
    }

    /** A user with exactly these rights on the database. */
    private static MySqlSettings userWith(TestBook book, String name, List<String> rights) {
        String database = book.query("SELECT DATABASE()").get(0);
        return user(book, name, "GRANT " + String.join(", ", rights) + " ON " + database + ".* TO ");
    }

    private static MySqlSettings user(TestBook book, String name, String grant) {
        String account = "'" + name + "_it'@'%'";
        book.execute("DROP USER IF EXISTS " + account);
        book.execute("CREATE USER " + account + " IDENTIFIED BY 'pass'");
        book.execute(grant + account);
        return book.settings("?allowPublicKeyRetrieval=true", name + "_it", "pass");
    }

    /** As the programs before this one made it: with V1, under Flyway's usual name. */
    private static TestBook oldBook(ServerStack stack, String database) {
        TestBook book = new TestBook(stack, database);
        book.execute("DO 1"); // makes the database
        Flyway.configure()
                .dataSource(stack.mysqlUrl(database), stack.mysqlUser(), stack.mysqlPassword())
                .target("1")
                .load()
                .migrate();
        return book;
    }

    /** Runs each statement of a recorded book; returns the ids of its orders. */
    private static List<String> load(TestBook book, String name) throws IOException {
        for (String statement : resource(name).split(";\n")) {
            if (!statement.isBlank()) {
                book.execute(statement);
            }
        }
        return book.ids();
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = OrderBookSchemaIT.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> columns(TestBook book) {
        return book.query("SELECT CONCAT_WS(' ', table_name, ordinal_position, column_name, column_type, is_nullable,"
                + " COALESCE(column_default, 'none'), COALESCE(collation_name, 'none'), extra)"
                + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                + " AND table_name IN ('orders', 'events', 'sales') ORDER BY table_name, ordinal_position");
    }

    private static String firstMigration() {
        try (InputStream file = OrderBookSchemaIT.class.getResourceAsStream("/db/migration/V1__orders.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long longestAlter(TestBook book) {
        return book
                .query("SELECT COALESCE(MAX(time), 0) FROM information_schema.processlist"
                        + " WHERE info LIKE 'ALTER TABLE orders%'")
                .stream()
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    /** The program tries again while MySQL is not to be had. */
    private static void migrateAsAtAStart(OrderBookSchema schema) {
        await().atMost(WAIT)
                .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                .until(() -> {
                    schema.migrate();
                    return true;
                });
    }
}
