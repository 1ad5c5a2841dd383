package dev.seckill.consumer.store;

import dev.seckill.model.log.MaskedUrl;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to reach MySQL and how long to wait for it.
 *
 * @param url JDBC URL as the user gave it
 * @param poolSize connections; health checks use one, each of the others stores a batch
 * @param connectionWait longest wait for a connection of the pool
 * @param connectTimeout longest wait for the TCP connection
 * @param socketTimeout longest silence of the server within one statement
 * @param lockWait longest wait of the server for a row lock, cut to seconds
 * @param sessionWait longest silence of this program between two statements, after which the server ends its session and
 *     undoes what it has not committed, cut to seconds
 * @param migrationWait longest silence of the server within one change of the table, and wait for those who use it
 * @param trust who may have signed the server's certificate; null: as the URL says
 */
public record MySqlSettings(
        String url,
        String user,
        String password,
        int poolSize,
        Duration connectionWait,
        Duration connectTimeout,
        Duration socketTimeout,
        Duration lockWait,
        Duration sessionWait,
        Duration migrationWait,
        BookTrust trust) {

    private static final Pattern ADDRESS = Pattern.compile("//(?:\\*{3}@)?([^/?]+)");
    private static final Pattern TLS_MODE = Pattern.compile("[?&]sslMode=([^&]*)");
    private static final int STANDARD_PORT = 3306;
    private static final Duration READ_MARGIN = Duration.ofSeconds(2);

    /** Requires every part. */
    public MySqlSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(connectionWait, "connectionWait");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(socketTimeout, "socketTimeout");
        Objects.requireNonNull(lockWait, "lockWait");
        Objects.requireNonNull(sessionWait, "sessionWait");
        Objects.requireNonNull(migrationWait, "migrationWait");
    }

    /** With trust as the URL says. */
    public MySqlSettings(
            String url,
            String user,
            String password,
            int poolSize,
            Duration connectionWait,
            Duration connectTimeout,
            Duration socketTimeout,
            Duration lockWait,
            Duration sessionWait,
            Duration migrationWait) {
        this(
                url,
                user,
                password,
                poolSize,
                connectionWait,
                connectTimeout,
                socketTimeout,
                lockWait,
                sessionWait,
                migrationWait,
                null);
    }

    /** When the first of the certificates expires by which the server is trusted; null for none. */
    public Instant trustExpires() {
        return trust == null ? null : trust.expires();
    }

    /**
     * The URL with what this program relies on added; what the user set in the URL is left alone. The session is
     * strict, so that MySQL refuses what it would cut, and in UTC, so that times do not depend on the machine; the pool sets
     * its sessions to UTC in any case.
     */
    String connectionUrl() {
        UrlProperties properties = new UrlProperties(url);
        if (trust != null) {
            trust.addTo(properties);
        }
        return properties
                .orElse("rewriteBatchedStatements", "true")
                .orElse("connectTimeout", connectTimeout.toMillis())
                .orElse("socketTimeout", socketTimeout.toMillis())
                .orElse("connectionTimeZone", "UTC")
                .orElse("forceConnectionTimeZoneToSession", "true")
                .orElse("tcpKeepAlive", "true")
                .orElse("characterEncoding", "UTF-8")
                .orElse(
                        "sessionVariables",
                        "sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',innodb_lock_wait_timeout="
                                + lockWait.toSeconds())
                .toString();
    }

    /** The same URL for a connection that creates the database if it is missing. */
    String creatingUrl() {
        return new UrlProperties(connectionUrl())
                .orElse("createDatabaseIfNotExist", "true")
                .toString();
    }

    /** The same URL for changes of the table, which may take far longer than what a statement may otherwise take. */
    String migrationUrl() {
        return new UrlProperties(connectionUrl())
                .set("socketTimeout", migrationWait.toMillis())
                .toString();
    }

    /** The same URL for statements that MySQL itself ends after this time, so that it can still say so. */
    String readingUrl(Duration timeout) {
        return new UrlProperties(connectionUrl())
                .set("socketTimeout", timeout.plus(READ_MARGIN).toMillis())
                .toString();
    }

    /**
     * Whether the driver can read the URL. What it says of one that it cannot read may hold a part of the password, so that
     * is not passed on; and where a colon is no port's but a password's, only the driver tells. So this is asked before the
     * URL is logged.
     */
    public static boolean isReadable(String url) {
        try {
            DriverManager.getDriver(url).getPropertyInfo(url, new Properties());
            return true;
        } catch (SQLException | RuntimeException unreadable) {
            return false;
        }
    }

    /** The server, {@code host:port}, for messages; several as the URL has them. */
    String server() {
        Matcher address = ADDRESS.matcher(MaskedUrl.of(url));
        String server = address.find() ? address.group(1) : "unknown";
        return server.matches("[^:,()\\[]+") ? server + ":" + STANDARD_PORT : server;
    }

    /** Whether the URL lets MySQL show any certificate, or none. */
    public static boolean trustsAnybody(String url) {
        Matcher mode = TLS_MODE.matcher(url);
        return mode.find() && !mode.group(1).toUpperCase(Locale.ROOT).startsWith("VERIFY_");
    }

    /** How many batches may be stored at the same time. */
    public int insertsAtOnce() {
        return poolSize - 1;
    }

    /** Everything but the password, also when the URL carries one. */
    @Override
    public String toString() {
        return "MySqlSettings[url=" + MaskedUrl.of(url) + ", user=" + user + ", password=***, poolSize="
                + poolSize + ", connectionWait=" + connectionWait + ", connectTimeout=" + connectTimeout
                + ", socketTimeout=" + socketTimeout + ", lockWait=" + lockWait
                + ", sessionWait=" + sessionWait + ", migrationWait=" + migrationWait + ", trust="
                + trust + ']';
    }
}
