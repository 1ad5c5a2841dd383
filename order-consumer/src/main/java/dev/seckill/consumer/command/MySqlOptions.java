package dev.seckill.consumer.command;

import dev.seckill.consumer.store.BookTrust;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.settings.NotBlank;
import dev.seckill.model.settings.PasswordFile;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The order book. */
final class MySqlOptions {

    @Option(
            names = "--mysql",
            defaultValue = "${env:MYSQL_URL:-jdbc:mysql://localhost:3306/seckill}",
            converter = MySqlUrl.class,
            description = "JDBC URL of the order book, jdbc:mysql://host:port/database, which is created if that is"
                    + " allowed. A password in the option shows in ps.")
    private String url;

    @Option(
            names = "--mysql-user",
            defaultValue = "${env:MYSQL_USER:-root}",
            converter = NotBlank.class,
            description = "User of the order book.")
    private String user;

    @Option(
            names = "--mysql-password",
            defaultValue = "${env:MYSQL_PASSWORD:-}",
            description = "Password of that user. The option shows in ps: better the variable or the file.")
    private String password;

    @Option(
            names = "--mysql-password-file",
            defaultValue = "${env:MYSQL_PASSWORD_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of 1 to 1024 bytes that holds the password; it wins over --mysql-password.")
    private Path passwordFile;

    @Option(
            names = "--mysql-ca",
            defaultValue = "${env:MYSQL_CA:-" + Option.NULL_VALUE + "}",
            description =
                    "PEM file of the CA that signed MySQL's certificate; then sslMode is VERIFY_IDENTITY unless the"
                            + " URL says VERIFY_CA. None: TLS as the URL says.")
    private Path ca;

    @Option(
            names = "--mysql-pool",
            defaultValue = "${env:MYSQL_POOL:-3}",
            description = "Connections: one for checks; with each of the others a batch is stored at the same time."
                    + " [2..16]")
    private int pool;

    @Option(
            names = "--mysql-connection-wait",
            defaultValue = "${env:MYSQL_CONNECTION_WAIT:-5s}",
            description = "Longest wait for a connection of the pool. [250ms..1m]")
    private Duration connectionWait;

    @Option(
            names = "--mysql-connect-timeout",
            defaultValue = "${env:MYSQL_CONNECT_TIMEOUT:-5s}",
            description = "Longest wait for MySQL to take a new connection. [100ms..1m]")
    private Duration connectTimeout;

    @Option(
            names = "--mysql-socket-timeout",
            defaultValue = "${env:MYSQL_SOCKET_TIMEOUT:-10s}",
            description = "Longest silence of MySQL within one statement. [1s..2m]")
    private Duration socketTimeout;

    @Option(
            names = "--mysql-lock-wait",
            defaultValue = "${env:MYSQL_LOCK_WAIT:-5s}",
            description =
                    "Longest wait within MySQL for a row that another transaction holds; cut to seconds." + " [1s..1m]")
    private Duration lockWait;

    @Option(
            names = "--mysql-session-wait",
            defaultValue = "${env:MYSQL_SESSION_WAIT:-1m}",
            description = "Longest silence of this program between two statements; past it MySQL ends the session and"
                    + " undoes what was not committed. Cut to seconds. [45s..1h]")
    private Duration sessionWait;

    @Option(
            names = "--mysql-migration-wait",
            defaultValue = "${env:MYSQL_MIGRATION_WAIT:-1h}",
            description = "Longest time for one change of the tables at the start, and wait for those who use them."
                    + " [10s..8h]")
    private Duration migrationWait;

    /** The settings; not to be used if a problem was added. */
    MySqlSettings toSettings(SettingRules rules, Problems problems) {
        rules.less("--mysql-lock-wait", "--mysql-socket-timeout");
        String secret = password;
        try {
            secret = passwordFile == null ? password : PasswordFile.read(passwordFile);
        } catch (IllegalArgumentException e) {
            rules.must("--mysql-password-file", false, "be a " + PasswordFile.RULE + " that can be read");
        }
        ClientTls tls = ClientTls.read(new NamedFile("--mysql-ca (MYSQL_CA)", ca), problems);
        if (tls != null && url != null && MySqlSettings.trustsAnybody(url)) {
            problems.add("--mysql-ca (MYSQL_CA): is of no use, since sslMode in --mysql is neither VERIFY_IDENTITY nor"
                    + " VERIFY_CA");
        }
        return problems.isEmpty()
                ? new MySqlSettings(
                        url,
                        user,
                        secret,
                        pool,
                        connectionWait,
                        connectTimeout,
                        socketTimeout,
                        lockWait,
                        sessionWait,
                        migrationWait,
                        tls == null ? null : new BookTrust(tls))
                : null;
    }

    /** Says nothing of the text, which may carry a password. */
    static final class MySqlUrl implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (!text.matches("jdbc:mysql://[^/]+/[^/?]+(\\?.*)?")) {
                throw new TypeConversionException("must be jdbc:mysql://host:port/database");
            }
            if (!MySqlSettings.isReadable(text)) {
                throw new TypeConversionException("the driver cannot read it; the form is"
                        + " jdbc:mysql://host:port/database, special characters of a password are percent-encoded");
            }
            return text;
        }
    }
}
