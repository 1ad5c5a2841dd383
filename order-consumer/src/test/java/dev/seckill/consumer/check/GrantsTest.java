package dev.seckill.consumer.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GrantsTest {

    private static final List<String> NEEDED = List.of("SELECT", "INSERT", "UPDATE");
    private static final List<String> TABLES = List.of("orders", "events", "sales");

    @Test
    void rightsOnTheDatabaseAreRightsOnItsTables() {
        assertThat(missing("GRANT USAGE ON *.* TO `c`@`%`", "GRANT SELECT, INSERT, UPDATE ON `seckill`.* TO `c`@`%`"))
                .isEmpty();
    }

    @Test
    void rightsOnEverythingCountToo() {
        assertThat(missing("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION"))
                .isEmpty();
        assertThat(missing("GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO `c`@`%`"))
                .isEmpty();
    }

    @Test
    void whatIsNotGrantedIsMissing() {
        assertThat(missing("GRANT SELECT ON `seckill`.* TO `c`@`%`")).containsExactly("INSERT", "UPDATE");
        assertThat(missing("GRANT SELECT, INSERT, UPDATE ON `other`.* TO `c`@`%`"))
                .containsExactly("INSERT", "SELECT", "UPDATE");
    }

    @Test
    void theNameOfADatabaseIsAPattern() {
        assertThat(missing("GRANT SELECT, INSERT, UPDATE ON `sec%`.* TO `c`@`%`"))
                .isEmpty();
        assertThat(missing("GRANT SELECT, INSERT, UPDATE ON `seckil_`.* TO `c`@`%`"))
                .isEmpty();
        assertThat(missing("GRANT SELECT, INSERT, UPDATE ON `seckil\\_`.* TO `c`@`%`"))
                .hasSize(3);
    }

    @Test
    void rightsOnTablesCountWhereEachTableHasThem() {
        assertThat(missing(
                        "GRANT SELECT, INSERT, UPDATE ON `seckill`.`orders` TO `c`@`%`",
                        "GRANT SELECT, INSERT, UPDATE ON `seckill`.`events` TO `c`@`%`",
                        "GRANT SELECT, INSERT ON `seckill`.`sales` TO `c`@`%`"))
                .containsExactly("UPDATE");
    }

    @Test
    void aRightOnSomeColumnsIsNoneOnTheTable() {
        assertThat(missing("GRANT SELECT, INSERT, UPDATE (`state`, `buyer`) ON `seckill`.* TO `c`@`%`"))
                .containsExactly("UPDATE");
    }

    @Test
    void rolesAreNoticed() {
        assertThat(new Grants(List.of("GRANT `writers`@`%` TO `c`@`%`")).hasRoles())
                .isTrue();
        assertThat(new Grants(List.of("GRANT SELECT ON `seckill`.* TO `c`@`%`")).hasRoles())
                .isFalse();
    }

    private static Set<String> missing(String... grants) {
        return new Grants(List.of(grants)).missing(NEEDED, "seckill", TABLES);
    }
}
