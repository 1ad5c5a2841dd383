package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The servers of an {@link EmbeddedStack} as production would have them: TLS only, a CA and passwords made at each start, and
 * for each of our programs a user who has just the rights that {@code infra/secure} lists. What this class hands out itself
 * belongs to an operator who may do everything, for those who set up and watch; the programs get settings that name files.
 */
public final class SecureStack implements ChildStack {

    private final EmbeddedStack servers;
    private final StackAccess access;

    private SecureStack(EmbeddedStack servers, StackAccess access) {
        this.servers = servers;
        this.access = access;
    }

    /**
     * Starts the three servers, as {@link EmbeddedStack#start(StackConfig)} does. Keys and passwords lie in the folder {@code
     * secrets} of the data.
     */
    public static SecureStack start(StackConfig config) {
        Objects.requireNonNull(config, "config");
        StackAccess[] made = new StackAccess[1];
        EmbeddedStack servers = EmbeddedStack.start(config, folder -> {
            made[0] = StackAccess.make(folder.of("secrets"));
            return new SecurePrograms(new PlainPrograms(ServersFolder.find(), config), made[0]);
        });
        return new SecureStack(servers, made[0]);
    }

    /** Has all clients that this JVM makes from now on trust servers and programs; for commands. */
    public void trustInThisJvm() {
        Trust.ofThisJvm(access.authority());
    }

    @Override
    public Optional<Path> authority() {
        return Optional.of(access.authority().certificate());
    }

    @Override
    public Server redis() {
        return servers.redis();
    }

    @Override
    public Server kafka() {
        return servers.kafka();
    }

    @Override
    public Server mysql() {
        return servers.mysql();
    }

    @Override
    public List<ChildServer> servers() {
        return servers.servers();
    }

    /** With the operator's password: not for a command line. */
    @Override
    public String redisUrl() {
        Account operator = access.redisOperator();
        return "rediss://" + operator.name() + ":" + operator.password() + "@127.0.0.1:" + redis().port();
    }

    @Override
    public Map<String, Object> kafkaProperties() {
        return KafkaClient.of(access.kafkaDoors().operator(), access.authority());
    }

    @Override
    public String mysqlUrl(String database) {
        return plainMySqlUrl(database) + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStoreUrl="
                + access.authority().trustStore().toUri() + "&trustCertificateKeyStorePassword="
                + IssuedCertificate.PASSWORD;
    }

    private String plainMySqlUrl(String database) {
        return ChildStack.super.mysqlUrl(database) + "?sslMode=VERIFY_IDENTITY";
    }

    @Override
    public String mysqlUser() {
        return access.mysqlRoot().name();
    }

    @Override
    public String mysqlPassword() {
        return access.mysqlRoot().password();
    }

    @Override
    public List<String> apiSettings() {
        return List.of(
                "--redis=rediss://seckill-api@127.0.0.1:" + redis().port(),
                "--redis-password-file=" + access.redisPassword(),
                "--redis-ca=" + access.authority().certificate(),
                "--kafka=" + kafkaBootstrapServers(),
                "--kafka-config=" + access.kafkaApi(),
                // Handshakes are compiled late: on two cores the standard time ends while they are still slow.
                "--warm-up-wait=15s");
    }

    @Override
    public List<String> consumerSettings(String database) {
        return List.of(
                "--kafka=" + kafkaBootstrapServers(),
                "--kafka-config=" + access.kafkaConsumer(),
                "--mysql=" + plainMySqlUrl(database),
                "--mysql-ca=" + access.authority().certificate(),
                "--mysql-user=consumer",
                "--mysql-password-file=" + access.mysqlPassword());
    }

    @Override
    public List<String> migrationSettings(String database) {
        return List.of(
                "--mysql=" + plainMySqlUrl(database),
                "--mysql-ca=" + access.authority().certificate(),
                "--mysql-user=migration",
                "--mysql-password-file=" + access.mysqlMigrationPassword());
    }

    /** Settings with which a program speaks HTTPS. */
    public List<String> httpSettings() {
        return List.of(
                "--tls-cert=" + access.https().certificate(),
                "--tls-key=" + access.https().key());
    }

    @Override
    public void close() {
        servers.close();
    }
}
