package dev.seckill.consumer.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** The connections of readers to a test's book. */
public final class ReadBook {

    private ReadBook() {}

    /** A pool that the caller closes. */
    public static HikariDataSource open(TestBook book, Duration timeout) {
        return MySqlPool.openForReads(book.settings(), settings(timeout));
    }

    /** A pool on a port at which nobody listens. */
    public static HikariDataSource openClosedPort(Duration wait) {
        MySqlSettings nowhere = new MySqlSettings(
                "jdbc:mysql://127.0.0.1:1/nowhere", "root", "", 2, wait, wait, wait, wait, Duration.ofMinutes(1), wait);
        return MySqlPool.openForReads(nowhere, new ReadPoolSettings(2, wait, wait));
    }

    /** Two connections. */
    public static ReadPoolSettings settings(Duration timeout) {
        return new ReadPoolSettings(2, Duration.ofSeconds(10), timeout);
    }
}
