package dev.seckill.infra;

/** A Redis, a Kafka and a MySQL server, running when the stack is handed out. */
public interface ServerStack extends AutoCloseable {

    /** The Redis server. */
    Server redis();

    /** The Kafka server. */
    Server kafka();

    /** The MySQL server. */
    Server mysql();

    /** Redis as a URL: {@code redis://127.0.0.1:6379}. */
    String redisUrl();

    /** Kafka's address for clients: {@code 127.0.0.1:9092}. */
    String kafkaBootstrapServers();

    /** A database of the MySQL server as a JDBC URL; the database need not exist. */
    String mysqlUrl(String database);

    /** A user who may do everything in MySQL. */
    String mysqlUser();

    /** That user's password; may be empty. */
    String mysqlPassword();

    /** Stops all three servers; nothing happens the second time. */
    @Override
    void close();
}
