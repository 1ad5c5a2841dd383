package dev.seckill.consumer.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;

/** Opens the pool of connections. It opens also while MySQL is away. */
public final class MySqlPool {

    private static final long MAX_LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(30);
    /** Well before the server ends a session that says nothing; the pool takes no less. */
    private static final long KEEPALIVE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private MySqlPool() {}

    /** A pool that the caller closes. */
    public static HikariDataSource open(MySqlSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("order-book");
        config.setJdbcUrl(settings.connectionUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(settings.connectionWait().toMillis());
        config.setValidationTimeout(settings.connectionWait().toMillis());
        config.setMaxLifetime(MAX_LIFETIME_MILLIS);
        config.setKeepaliveTime(KEEPALIVE_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        // Whatever the URL says: times are written as text in UTC, and nobody holds rows for long who says nothing.
        config.setConnectionInitSql("SET time_zone = '+00:00', wait_timeout = "
                + settings.sessionWait().toSeconds());
        // A repeat of a batch must see what another consumer committed meanwhile.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }
}
