package dev.seckill.infra.embedded;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.FileFailure;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys and passwords of one stack, new ones at each start. What a program needs of them lies in files that only their
 * owner can read. The rights are those of the files in {@code infra/secure}.
 */
final class StackAccess {

    private static final String API = "seckill-api";
    private static final String CONSUMER = "order-consumer";
    /** Who may do everything. */
    private static final String OPERATOR = "operator";

    private static final String RIGHTS = "infra/secure";

    private final Path folder;
    private final CertificateAuthority authority;
    private final ServerKeys serverKeys;
    private final ServerKeys mysqlKeys;
    private final ServerKeys insideKafkaKeys;
    private final IssuedCertificate https;
    private final Account redisApi = Account.random(API);
    private final Account redisOperator = Account.random(OPERATOR);
    private final Account kafkaOperator = Account.random(OPERATOR);
    private final Account mysqlRoot = Account.random("root");
    private final KafkaDoors kafkaDoors;
    private final Path redisUsers;
    private final Path mysqlUsers;

    private StackAccess(Path folder) throws IOException {
        this.folder = folder;
        this.authority = CertificateAuthority.in(folder.resolve("ca"));
        this.serverKeys = ServerKeys.of(authority, authority.server("servers"));
        this.mysqlKeys = ServerKeys.of(authority, authority.serverWithRsa("mysql"));
        CertificateAuthority insideKafka = CertificateAuthority.in(folder.resolve("inside-kafka"), "Inside Kafka");
        this.insideKafkaKeys = ServerKeys.of(insideKafka, insideKafka.server("node"));
        this.https = authority.server("https");
        this.redisUsers = writeRedisUsers();
        this.kafkaDoors = openKafka();
        this.mysqlUsers = writeMySqlUsers();
    }

    /**
     * Makes them.
     *
     * @param folder gets the files
     */
    static StackAccess make(Path folder) {
        try {
            return new StackAccess(folder);
        } catch (IOException e) {
            throw new StartFailedException("stack", "can't keep secrets: " + FileFailure.reason(e), e);
        }
    }

    private Path write(String name, String text) throws IOException {
        return PrivateFiles.write(folder.resolve(name), text);
    }

    private static String rights(String file) throws IOException {
        return Files.readString(Checkout.find().root().resolve(RIGHTS).resolve(file));
    }

    private Path writeRedisUsers() throws IOException {
        write("redis-password", redisApi.password());
        String users = rights("redis-users.acl").replace("#SHA256-OF-THE-PASSWORD-OF-" + API, "#" + redisApi.sha256());
        return write(
                "redis-users.acl", users + "user " + OPERATOR + " on #" + redisOperator.sha256() + " ~* &* +@all\n");
    }

    private KafkaDoors openKafka() throws IOException {
        Account api = Account.random(API);
        Account consumer = Account.random(CONSUMER);
        write("kafka-api.properties", PropertiesText.of(KafkaClient.of(api, authority)));
        write("kafka-consumer.properties", PropertiesText.of(KafkaClient.of(consumer, authority)));
        return new KafkaDoors(
                List.of(api, consumer, kafkaOperator),
                kafkaOperator,
                KafkaRight.in(Checkout.find().root().resolve(RIGHTS).resolve("kafka-acls.txt")));
    }

    /** MySQL reads one statement in each line, at each start; a user who is there gets the new password. */
    private Path writeMySqlUsers() throws IOException {
        Account consumer = Account.random("consumer");
        Account migration = Account.random("migration");
        write("mysql-password", consumer.password());
        write("mysql-migration-password", migration.password());
        String grants = rights("mysql-grants.sql")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .replace("PASSWORD-OF-consumer", consumer.password())
                .replace("PASSWORD-OF-migration", migration.password());
        return write(
                "mysql-users.sql",
                grants + "\n" + newPassword("consumer'@'%", consumer) + newPassword("migration'@'%", migration)
                        + newPassword("root'@'localhost", mysqlRoot));
    }

    private static String newPassword(String user, Account account) {
        return "ALTER USER '" + user + "' IDENTIFIED BY '" + account.password() + "';\n";
    }

    CertificateAuthority authority() {
        return authority;
    }

    ServerKeys serverKeys() {
        return serverKeys;
    }

    ServerKeys mysqlKeys() {
        return mysqlKeys;
    }

    ServerKeys insideKafkaKeys() {
        return insideKafkaKeys;
    }

    IssuedCertificate https() {
        return https;
    }

    Path redisUsers() {
        return redisUsers;
    }

    Account redisOperator() {
        return redisOperator;
    }

    Path redisPassword() {
        return folder.resolve("redis-password");
    }

    KafkaDoors kafkaDoors() {
        return kafkaDoors;
    }

    Path kafkaApi() {
        return folder.resolve("kafka-api.properties");
    }

    Path kafkaConsumer() {
        return folder.resolve("kafka-consumer.properties");
    }

    Path mysqlUsers() {
        return mysqlUsers;
    }

    Account mysqlRoot() {
        return mysqlRoot;
    }

    Path mysqlPassword() {
        return folder.resolve("mysql-password");
    }

    Path mysqlMigrationPassword() {
        return folder.resolve("mysql-migration-password");
    }
}
