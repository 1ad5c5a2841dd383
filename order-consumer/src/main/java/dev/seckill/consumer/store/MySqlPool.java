package dev.seckill.consumer.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;

/** Opens the pool of connections. It opens also while MySQL is away. */
public final class MySqlPool {

    /** A command's wait for a connection, at least. */
    private static final long COMMAND_WAIT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private static final long MAX_LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(30);
    /** Well before the server ends a session that says nothing; the pool takes no less. */
    private static final long KEEPALIVE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private MySqlPool() {}

    /** A pool that the caller closes. */
    public static HikariDataSource open(MySqlSettings settings) {
        return open(settings, settings.connectionWait().toMillis());
    }

    private static HikariDataSource open(MySqlSettings settings, long connectionWaitMillis) {
        HikariConfig config = config(settings);
        config.setPoolName("order-book");
        config.setMaximumPoolSize(settings.poolSize());
        config.setConnectionTimeout(connectionWaitMillis);
        config.setValidationTimeout(settings.connectionWait().toMillis());
        // A repeat of a batch must see what another consumer committed meanwhile.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    /** The same for a command, for which nobody waits but who typed it: the first connection of a process takes longest. */
    public static HikariDataSource openForCommand(MySqlSettings settings) {
        return open(
                settings,
                Math.max(COMMAND_WAIT_MILLIS, settings.connectionWait().toMillis()));
    }

    /**
     * Another pool on the same book, for the one thread that certifies it: it holds one connection while it reads by another,
     * and orders never wait for either.
     */
    public static HikariDataSource openForCertifier(MySqlSettings settings) {
        HikariConfig config = config(settings);
        config.setPoolName("order-book-certifier");
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(settings.connectionWait().toMillis());
        config.setValidationTimeout(settings.connectionWait().toMillis());
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    /** Another pool on the same book, for reads alone. The statements of one transaction see the book at one moment. */
    public static HikariDataSource openForReads(MySqlSettings settings, ReadPoolSettings reads) {
        HikariConfig config = config(settings);
        config.setPoolName("order-book-reads");
        config.setJdbcUrl(settings.readingUrl(reads.timeout()));
        config.setMaximumPoolSize(reads.connections());
        // Connects before anybody reads: the first connection of a process takes longest.
        config.setMinimumIdle(1);
        config.setConnectionTimeout(reads.connectionWait().toMillis());
        config.setValidationTimeout(reads.connectionWait().toMillis());
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        config.setReadOnly(true);
        config.setConnectionInitSql(config.getConnectionInitSql() + ", max_execution_time = "
                + reads.timeout().toMillis());
        return new HikariDataSource(config);
    }

    private static HikariConfig config(MySqlSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.connectionUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMinimumIdle(0);
        config.setMaxLifetime(MAX_LIFETIME_MILLIS);
        config.setKeepaliveTime(KEEPALIVE_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        // Whatever the URL says: times are written as text in UTC, and nobody holds rows for long who says nothing.
        config.setConnectionInitSql("SET time_zone = '+00:00', wait_timeout = "
                + settings.sessionWait().toSeconds());
        return config;
    }
}
