package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {

    @Test
    void putsColumnsBelowEachOtherAndLeavesNoBlanksAtTheEnd() {
        Table table = new Table("what", "where", "log");
        table.add("api", "http://127.0.0.1:3000", "a.log");
        table.add("consumer", "", "b");

        assertThat(table)
                .hasToString("  what      where                  log\n"
                        + "  api       http://127.0.0.1:3000  a.log\n"
                        + "  consumer                         b\n");
    }
}
