package dev.seckill.consumer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.BookSeen;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.Light;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BookCheckTest {

    private static final String STORES = "GRANT SELECT, INSERT, UPDATE ON `seckill`.* TO `c`@`%`";
    private static final String MIGRATES =
            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER ON `seckill`.* TO `m`@`%`";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "read_only", "OFF",
            "super_read_only", "OFF",
            "max_connections", "151",
            "threads_connected", "3",
            "innodb_flush_log_at_trx_commit", "1",
            "log_bin", "ON",
            "sync_binlog", "1"));

    @Test
    void aBookAsItShouldBeIsGreen() {
        assertThat(points(seen(STORES, List.of(), true, null)))
                .extracting(CheckPoint::light)
                .containsOnly(Light.GREEN);
    }

    @ParameterizedTest
    @CsvSource({
        "read_only, ON, mysql writable, RED",
        "super_read_only, ON, mysql writable, RED",
        "innodb_flush_log_at_trx_commit, 2, mysql durability, AMBER",
        "sync_binlog, 0, mysql durability, AMBER",
        "threads_connected, 145, mysql connections, RED",
        "threads_connected, 144, mysql connections, GREEN"
    })
    void whatItTellsIsJudged(String setting, String value, String subject, Light light) {
        settings.put(setting, value);

        assertThat(light(subject, seen(STORES, List.of(), true, null))).isEqualTo(light);
    }

    @Test
    void withoutABinaryLogNobodyHasToSyncIt() {
        settings.putAll(Map.of("log_bin", "OFF", "sync_binlog", "0"));

        assertThat(light("mysql durability", seen(STORES, List.of(), true, null)))
                .isEqualTo(Light.GREEN);
    }

    @Test
    void whatItDoesNotTellIsUnknown() {
        settings.clear();

        for (String subject : List.of("mysql writable", "mysql durability", "mysql connections")) {
            assertThat(light(subject, seen(STORES, List.of(), true, null)))
                    .as(subject)
                    .isEqualTo(Light.UNKNOWN);
        }
    }

    @Test
    void tablesThatAreNotThereAreAmberForWhoMayMakeThemAndRedForOthers() {
        assertThat(light("mysql tables", seen(MIGRATES, List.of("orders"), false, null)))
                .isEqualTo(Light.AMBER);
        assertThat(light("mysql tables", seen(STORES, List.of("orders"), false, null)))
                .isEqualTo(Light.RED);
        assertThat(light("mysql tables", seen(STORES, List.of(), false, null))).isEqualTo(Light.RED);
    }

    @Test
    void tablesOfAnotherProgramAreRed() {
        assertThat(light("mysql tables", seen(MIGRATES, List.of(), false, "not ours")))
                .isEqualTo(Light.RED);
    }

    @Test
    void missingRightsAreRedUnlessARoleMayGiveThem() {
        CheckPoint rights =
                point("mysql rights", seen("GRANT SELECT ON `seckill`.* TO `c`@`%`", List.of(), true, null));

        assertThat(rights.light()).isEqualTo(Light.RED);
        assertThat(rights.found()).isEqualTo("the user lacks INSERT, UPDATE on seckill");
        assertThat(light("mysql rights", seen("GRANT `writers`@`%` TO `c`@`%`", List.of(), true, null)))
                .isEqualTo(Light.UNKNOWN);
    }

    @Test
    void mariaDbIsRed() {
        BookSeen maria = new BookSeen(
                "db:3306",
                "10.11.19-MariaDB",
                "seckill",
                List.of(STORES),
                settings,
                List.of(),
                true,
                null,
                Duration.ZERO,
                Duration.ofMillis(1));

        assertThat(light("mysql server", maria)).isEqualTo(Light.RED);
    }

    private BookSeen seen(String grant, List<String> missing, boolean migrated, String foreign) {
        return new BookSeen(
                "db:3306",
                "8.0.15",
                "seckill",
                List.of(grant),
                settings,
                missing,
                migrated,
                foreign,
                Duration.ZERO,
                Duration.ofMillis(1));
    }

    private static List<CheckPoint> points(BookSeen seen) {
        return new BookCheck(seen, 7).points();
    }

    private static Light light(String subject, BookSeen seen) {
        return point(subject, seen).light();
    }

    private static CheckPoint point(String subject, BookSeen seen) {
        return points(seen).stream()
                .filter(point -> point.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
