package dev.seckill.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlFailureTest {

    @ParameterizedTest
    @CsvSource({
        "DUPLICATE, 23000, 1062", // duplicate entry
        "ROW,       22001, 1406", // data too long
        "ROW,       22003, 1264", // out of range
        "ROW,       22007, 1292", // incorrect datetime
        "ROW,       HY000, 1366", // incorrect string value
        "ROW,       HY000, 3819", // CHECK violated
        "ROW,       45000, 1644", // SIGNAL from a trigger
        "ACCESS,    28000, 1045", // wrong password
        "ACCESS,    42000, 1044", // no right to the database
        "ACCESS,    42000, 1049", // no such database
        "TRANSIENT, 40001, 1213", // deadlock
        "TRANSIENT, HY000, 1205", // lock wait timeout
        "TRANSIENT, HY000, 1290", // read-only
        "TRANSIENT, 08004, 1040", // too many connections
        "TRANSIENT, HY000, 1114", // table full
        "TRANSIENT, 42S02, 1146", // no such table
        "TRANSIENT, 42000, 1142", // no right to insert
        "TRANSIENT, HY000, 1364", // a column that our statement does not know
        "TRANSIENT, 08S01, 0", // connection lost
        "TRANSIENT, 22001, 0", // made up by the client
        "TRANSIENT, , 0",
    })
    void tellsWhatARefusalIsAbout(SqlFailure expected, String state, int code) {
        assertThat(SqlFailure.of(new SQLException("refused", state, code))).isEqualTo(expected);
    }
}
