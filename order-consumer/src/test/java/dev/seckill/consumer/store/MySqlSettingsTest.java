package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MySqlSettingsTest {

    @Test
    void addsWhatTheStoreReliesOn() {
        assertThat(settings("jdbc:mysql://db:3306/seckill").connectionUrl())
                .startsWith("jdbc:mysql://db:3306/seckill?rewriteBatchedStatements=true&")
                .contains("&connectTimeout=3000&")
                .contains("&socketTimeout=4000&")
                .contains("&connectionTimeZone=UTC&")
                .contains("STRICT_ALL_TABLES")
                .endsWith("innodb_lock_wait_timeout%3D2")
                .doesNotContain("createDatabaseIfNotExist");
    }

    @Test
    void leavesAloneWhatTheUserSet() {
        MySqlSettings settings = settings("jdbc:mysql://db/seckill?socketTimeout=9&createDatabaseIfNotExist=false");

        assertThat(settings.creatingUrl())
                .contains("?socketTimeout=9&createDatabaseIfNotExist=false&rewriteBatchedStatements=true")
                .doesNotContain("socketTimeout=4000")
                .doesNotContain("createDatabaseIfNotExist=true");
    }

    @Test
    void createsTheDatabaseOnlyThroughItsOwnUrl() {
        assertThat(settings("jdbc:mysql://db/seckill").creatingUrl()).endsWith("&createDatabaseIfNotExist=true");
    }

    @Test
    void migratesWithoutTheTimeoutOfAStatement() {
        assertThat(settings("jdbc:mysql://db/seckill").migrationUrl())
                .contains("&socketTimeout=3600000&")
                .doesNotContain("socketTimeout=4000");
        assertThat(settings("jdbc:mysql://db/seckill?socketTimeout=9&x=1").migrationUrl())
                .contains("?socketTimeout=3600000&x=1&")
                .doesNotContain("socketTimeout=9");
    }

    @Test
    void neverShowsAPassword() {
        MySqlSettings settings = settings("jdbc:mysql://me:hid?hidden1@db/seckill?user=me&x=1&password=hidden2");

        assertThat(settings.toString())
                .doesNotContain("hid")
                .contains("password=***")
                .contains("db/seckill?user=me&x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:hidden@db:port/seckill",
                "jdbc:mysql://me:hidden/seckill",
                "jdbc:mysql://me:x?hidden@db/seckill",
                "jdbc:mysql://db/seckill?password=hidden%zz",
                "jdbc:other://me:hidden@db/seckill"
            })
    void aUrlThatTheDriverCannotReadIsFound(String url) {
        assertThat(MySqlSettings.isReadable(url)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://me:hid?hidden1@db/seckill?user=me&x=1, db:3306",
        "jdbc:mysql://127.0.0.1:3307/seckill, 127.0.0.1:3307",
        "jdbc:mysql://db:3307/seckill?password=hidden@x, db:3307",
        "jdbc:mysql://[::1]:3307/seckill, [::1]:3307"
    })
    void namesTheServerWithItsPort(String url, String server) {
        assertThat(settings(url).server()).isEqualTo(server);
    }

    /** The driver takes this for a host's name, and says that there is none. */
    @Test
    void aReasonThatQuotesTheUrlHasNoPassword() {
        SQLException unknown =
                new SQLException("no link", new UnknownHostException("(host=db,password=hidden: unknown"));

        assertThat(MySqlOrderStore.oneLine(unknown))
                .startsWith("(host=db,password=***")
                .doesNotContain("hidden");
    }

    private static MySqlSettings settings(String url) {
        return new MySqlSettings(
                url,
                "root",
                "hidden3",
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofMillis(2900),
                Duration.ofMinutes(1),
                Duration.ofHours(1));
    }
}
