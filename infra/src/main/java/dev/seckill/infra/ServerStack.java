package dev.seckill.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A Redis, a Kafka and a MySQL server on ports of loopback, running when the stack is handed out. */
public interface ServerStack extends AutoCloseable {

    /** The Redis server. */
    Server redis();

    /** The Kafka server. */
    Server kafka();

    /** The MySQL server. */
    Server mysql();

    /** Redis as a URL: {@code redis://127.0.0.1:6379}. */
    default String redisUrl() {
        return "redis://127.0.0.1:" + redis().port();
    }

    /** Kafka's address for clients: {@code 127.0.0.1:9092}. */
    default String kafkaBootstrapServers() {
        return "127.0.0.1:" + kafka().port();
    }

    /** A database of the MySQL server as a JDBC URL; the database need not exist. */
    default String mysqlUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + mysql().port() + "/" + Objects.requireNonNull(database, "database");
    }

    /** A user who may do everything in MySQL. */
    default String mysqlUser() {
        return "root";
    }

    /** That user's password; may be empty. */
    default String mysqlPassword() {
        return "";
    }

    /** What a client of Kafka needs besides the address, for somebody who may do everything; empty where nobody is asked. */
    default Map<String, Object> kafkaProperties() {
        return Map.of();
    }

    /** The settings with which an API reaches the servers, as arguments; no secret stands among them. */
    default List<String> apiSettings() {
        return List.of("--redis=" + redisUrl(), "--kafka=" + kafkaBootstrapServers());
    }

    /** The same for a consumer whose order book is this database. */
    default List<String> consumerSettings(String database) {
        return List.of(
                "--kafka=" + kafkaBootstrapServers(),
                "--mysql=" + mysqlUrl(database),
                "--mysql-user=" + mysqlUser(),
                "--mysql-password=" + mysqlPassword());
    }

    /** Settings of the consumer's subcommand {@code migrate}; empty where the consumer's own user may make the order book. */
    default List<String> migrationSettings(String database) {
        return List.of();
    }

    /** Settings with which our programs speak to their own clients as these servers do: with HTTPS, or none for HTTP. */
    default List<String> httpSettings() {
        return List.of();
    }

    /** The certificate, in PEM, of the CA that servers and programs have to be trusted by; empty without TLS. */
    default Optional<Path> authority() {
        return Optional.empty();
    }

    /** Stops all three servers; nothing happens the second time. */
    @Override
    void close();
}
