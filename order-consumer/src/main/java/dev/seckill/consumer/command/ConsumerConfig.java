package dev.seckill.consumer.command;

import static dev.seckill.consumer.settings.Setting.duration;
import static dev.seckill.consumer.settings.Setting.hiddenText;
import static dev.seckill.consumer.settings.Setting.secret;
import static dev.seckill.consumer.settings.Setting.secretFile;
import static dev.seckill.consumer.settings.Setting.text;
import static dev.seckill.consumer.settings.Setting.wholeNumber;

import dev.seckill.consumer.loop.LoopSettings;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.settings.Setting;
import dev.seckill.consumer.settings.SettingValues;
import dev.seckill.consumer.status.HttpSettings;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole configuration, and the one place where its settings are declared.
 *
 * @param retryMin first wait between two attempts while something is away
 * @param retryMax longest such wait
 * @param stalledAfter age of the loop's last turn at which the program counts as dead
 * @param shutdownWait longest wait from SIGTERM to the end
 */
public record ConsumerConfig(
        OrderLogSettings kafka,
        MySqlSettings mysql,
        ParkingSettings parking,
        HttpSettings http,
        LoopSettings loop,
        Duration retryMin,
        Duration retryMax,
        Duration stalledAfter,
        Duration shutdownWait) {

    static final String IGNORE_RULE = "name messages of --topic or its parked topic";
    private static final int IGNORED_MAX = 1000;
    private static final String COMMIT_RULE = "be less than a quarter of --poll-interval";

    static final Setting<String> KAFKA =
            text("--kafka", "KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", "Kafka brokers, host:port, comma separated.");
    static final Setting<String> TOPIC = text(
            "--topic",
            "ORDER_TOPIC",
            OrderLogNames.DEFAULT_TOPIC,
            "1 to 245 of A-Z a-z 0-9 . _ -",
            "[A-Za-z0-9._-]{1,245}",
            "Topic of the order log.");
    static final Setting<String> GROUP =
            text("--group", "CONSUMER_GROUP", "order-consumer", "Consumer group; its members share the work.");
    static final Setting<Integer> BATCH_MAX = wholeNumber(
            "--batch-max", "BATCH_MAX", 2000, 1, 10_000, "messages", "Most messages in a poll and rows in an insert.");
    static final Setting<Integer> FETCH_MAX_BYTES = wholeNumber(
            "--fetch-max-bytes",
            "FETCH_MAX_BYTES",
            4_194_304,
            65_536,
            67_108_864,
            "bytes",
            "Most bytes that one fetch brings, a 32nd of it from each partition.");
    static final Setting<Integer> MESSAGE_MAX_BYTES = wholeNumber(
            "--message-max-bytes",
            "MESSAGE_MAX_BYTES",
            4096,
            2048,
            262_144,
            "bytes",
            "Most bytes of a message that are kept; a longer one is no order, and is parked cut.");
    static final Setting<Set<LogPosition>> IGNORE = new Setting<>(
            "--ignore",
            "ORDER_LOG_IGNORE",
            null,
            "topic-partition@offset, comma separated, at most 1000",
            "Messages that are not read, such as one that is too large for the memory.",
            false,
            ConsumerConfig::positions);
    static final Setting<Duration> POLL_WAIT = duration(
            "--poll-wait",
            "POLL_WAIT",
            "500ms",
            "10ms",
            "10s",
            "Longest wait for messages in one poll, and between two while a batch is being stored.");
    static final Setting<Duration> COMMIT_WAIT =
            duration("--commit-wait", "COMMIT_WAIT", "5s", "100ms", "1m", "Longest wait for a commit of offsets.");
    static final Setting<Duration> SESSION_TIMEOUT = duration(
            "--session-timeout",
            "SESSION_TIMEOUT",
            "45s",
            "6s",
            "5m",
            "Silence after which the group gives the partitions of a consumer to others.");
    static final Setting<Duration> POLL_INTERVAL = duration(
            "--poll-interval",
            "POLL_INTERVAL",
            "1m",
            "30s",
            "30m",
            "Time between two polls after which the group does the same; bound on one regrouping.");
    static final Setting<Integer> PARKED_PARTITIONS = wholeNumber(
            "--parked-partitions",
            "PARKED_PARTITIONS",
            1,
            1,
            1000,
            "partitions",
            "Partitions of the parked topic, if it has to be created.");
    static final Setting<Integer> PARKED_REPLICATION = wholeNumber(
            "--parked-replication",
            "PARKED_REPLICATION",
            1,
            1,
            10,
            "replicas",
            "Copies of each partition of the parked topic, if it has to be created.");
    static final Setting<Duration> PARKED_WAIT = duration(
            "--parked-wait", "PARKED_WAIT", "5s", "100ms", "1m", "Longest wait until a message counts as parked.");
    static final Setting<String> MYSQL = hiddenText(
            "--mysql",
            "MYSQL_URL",
            "jdbc:mysql://localhost:3306/seckill",
            "jdbc:mysql://host:port/database",
            "jdbc:mysql://[^/]+/[^/?]+(\\?.*)?",
            "JDBC URL of the order book, which is created if that is allowed. A password in the option shows in ps.");
    static final Setting<String> MYSQL_USER = text("--mysql-user", "MYSQL_USER", "root", "User of the order book.");
    static final Setting<String> MYSQL_PASSWORD = secret(
            "--mysql-password",
            "MYSQL_PASSWORD",
            "Password of that user. The option shows in ps: better the variable or the file.");
    static final Setting<String> MYSQL_PASSWORD_FILE = secretFile(
            "--mysql-password-file",
            "MYSQL_PASSWORD_FILE",
            "File that holds the password; it wins over --mysql-password.");
    static final Setting<Integer> MYSQL_POOL = wholeNumber(
            "--mysql-pool",
            "MYSQL_POOL",
            3,
            2,
            16,
            "connections",
            "Connections: one for checks; with each of the others a batch is stored at the same time.");
    static final Setting<Duration> MYSQL_CONNECTION_WAIT = duration(
            "--mysql-connection-wait",
            "MYSQL_CONNECTION_WAIT",
            "5s",
            "250ms",
            "1m",
            "Longest wait for a connection of the pool.");
    static final Setting<Duration> MYSQL_CONNECT_TIMEOUT = duration(
            "--mysql-connect-timeout",
            "MYSQL_CONNECT_TIMEOUT",
            "5s",
            "100ms",
            "1m",
            "Longest wait for MySQL to take a new connection.");
    static final Setting<Duration> MYSQL_SOCKET_TIMEOUT = duration(
            "--mysql-socket-timeout",
            "MYSQL_SOCKET_TIMEOUT",
            "10s",
            "1s",
            "2m",
            "Longest silence of MySQL within one statement.");
    static final Setting<Duration> MYSQL_LOCK_WAIT = duration(
            "--mysql-lock-wait",
            "MYSQL_LOCK_WAIT",
            "5s",
            "1s",
            "1m",
            "Longest wait within MySQL for a row that another transaction holds; cut to seconds.");
    static final Setting<Duration> MYSQL_MIGRATION_WAIT = duration(
            "--mysql-migration-wait",
            "MYSQL_MIGRATION_WAIT",
            "60m",
            "10s",
            "480m",
            "Longest time for one change of the tables at the start, and wait for those who use them.");
    static final Setting<Duration> RETRY_MIN = duration(
            "--retry-min", "RETRY_MIN", "200ms", "10ms", "10s", "First wait between attempts while a part is away.");
    static final Setting<Duration> RETRY_MAX = duration(
            "--retry-max", "RETRY_MAX", "5s", "20ms", "5m", "Longest wait between attempts; each doubles up to it.");
    static final Setting<String> HOST =
            text("--host", "HOST", "127.0.0.1", "Address on which health and metrics listen; 0.0.0.0 is every one.");
    static final Setting<Integer> PORT =
            wholeNumber("--port", "PORT", 3001, 0, 65_535, "port", "Port of health and metrics; 0 is a free one.");
    static final Setting<Integer> CONNECTIONS_MAX = wholeNumber(
            "--connections-max",
            "CONNECTIONS_MAX",
            256,
            10,
            10_000,
            "connections",
            "Open connections of that port; past it the oldest makes room for a new one.");
    static final Setting<Integer> HEAD_MAX = wholeNumber(
            "--head-max", "HEAD_MAX", 4096, 1024, 65_536, "bytes", "Longest head of a request; past it 431.");
    static final Setting<Duration> HEAD_WAIT = duration(
            "--head-wait",
            "HEAD_WAIT",
            "5s",
            "100ms",
            "1m",
            "How long a head may take as a whole, past it 408; then how long a client may take for its reply.");
    static final Setting<Duration> STALLED_AFTER = duration(
            "--stalled-after",
            "STALLED_AFTER",
            "2m",
            "1s",
            "30m",
            "Time without a turn of the loop after which the program is not live.");
    static final Setting<Duration> SHUTDOWN_WAIT = duration(
            "--shutdown-wait",
            "SHUTDOWN_WAIT",
            "25s",
            "1s",
            "5m",
            "Longest wait from SIGTERM to the end; what is not committed then comes again.");

    static final List<Setting<?>> MYSQL_SETTINGS = List.of(
            MYSQL,
            MYSQL_USER,
            MYSQL_PASSWORD,
            MYSQL_PASSWORD_FILE,
            MYSQL_POOL,
            MYSQL_CONNECTION_WAIT,
            MYSQL_CONNECT_TIMEOUT,
            MYSQL_SOCKET_TIMEOUT,
            MYSQL_LOCK_WAIT,
            MYSQL_MIGRATION_WAIT);

    /** All settings, in the order in which help shows them. */
    static final List<Setting<?>> SETTINGS = Stream.of(
                    List.of(KAFKA, TOPIC, GROUP),
                    MYSQL_SETTINGS,
                    List.of(HOST, PORT, CONNECTIONS_MAX, HEAD_MAX, HEAD_WAIT),
                    List.of(BATCH_MAX, FETCH_MAX_BYTES, MESSAGE_MAX_BYTES, IGNORE, POLL_WAIT, COMMIT_WAIT),
                    List.of(SESSION_TIMEOUT, POLL_INTERVAL, RETRY_MIN, RETRY_MAX),
                    List.of(PARKED_PARTITIONS, PARKED_REPLICATION, PARKED_WAIT, STALLED_AFTER, SHUTDOWN_WAIT))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    /**
     * Builds the configuration.
     *
     * @throws dev.seckill.consumer.settings.BadSettingsException with everything that is wrong
     */
    static ConsumerConfig from(SettingValues values) {
        values.mustBeLess(RETRY_MIN, RETRY_MAX)
                .mustBeLess(MYSQL_LOCK_WAIT, MYSQL_SOCKET_TIMEOUT)
                .mustBeLess(MYSQL_SOCKET_TIMEOUT, SHUTDOWN_WAIT)
                .mustBeLess(MYSQL_SOCKET_TIMEOUT, STALLED_AFTER)
                .mustBeLess(SHUTDOWN_WAIT, POLL_INTERVAL)
                .must(leavesTimeToRegroup(values), COMMIT_WAIT, COMMIT_RULE)
                .must(areOfTopic(values), IGNORE, IGNORE_RULE)
                .check();
        String topic = values.get(TOPIC);
        return new ConsumerConfig(
                new OrderLogSettings(
                        values.get(KAFKA),
                        topic,
                        values.get(GROUP),
                        values.get(BATCH_MAX),
                        values.get(FETCH_MAX_BYTES),
                        values.get(MESSAGE_MAX_BYTES),
                        ignoredFrom(values),
                        values.get(SESSION_TIMEOUT),
                        values.get(POLL_INTERVAL)),
                mysqlFrom(values),
                parkingFrom(values),
                new HttpSettings(
                        values.get(HOST),
                        values.get(PORT),
                        values.get(CONNECTIONS_MAX),
                        values.get(HEAD_MAX),
                        values.get(HEAD_WAIT)),
                new LoopSettings(
                        topic,
                        values.get(POLL_WAIT),
                        values.get(POLL_WAIT),
                        values.get(COMMIT_WAIT),
                        values.get(COMMIT_WAIT),
                        values.get(SESSION_TIMEOUT),
                        revokeWait(values)),
                values.get(RETRY_MIN),
                values.get(RETRY_MAX),
                values.get(STALLED_AFTER),
                values.get(SHUTDOWN_WAIT));
    }

    /** The group must hear of this member again within a whole interval, and a commit follows the wait. */
    private static Duration revokeWait(SettingValues values) {
        return values.get(POLL_INTERVAL).dividedBy(2).minus(values.get(COMMIT_WAIT));
    }

    /** True also if either setting could not be read. */
    private static boolean leavesTimeToRegroup(SettingValues values) {
        Duration commit = values.get(COMMIT_WAIT);
        Duration interval = values.get(POLL_INTERVAL);
        return commit == null || interval == null || commit.multipliedBy(4).compareTo(interval) < 0;
    }

    /** What is not to be read, of the log and of the parked topic. */
    static Set<LogPosition> ignoredFrom(SettingValues values) {
        Set<LogPosition> ignored = values.get(IGNORE);
        return ignored == null ? Set.of() : ignored;
    }

    /** Whether what is to be ignored stands on the log or on the parked topic; true if either setting could not be read. */
    static boolean areOfTopic(SettingValues values) {
        String topic = values.get(TOPIC);
        return topic == null
                || ignoredFrom(values).stream()
                        .map(LogPosition::topic)
                        .allMatch(Set.of(topic, OrderLogNames.parkedTopic(topic))::contains);
    }

    private static Set<LogPosition> positions(String typed) {
        Set<LogPosition> positions =
                Stream.of(typed.split(",", -1)).map(LogPosition::parse).collect(Collectors.toUnmodifiableSet());
        if (positions.size() > IGNORED_MAX) {
            throw new IllegalArgumentException("too many");
        }
        return positions;
    }

    /** The part about the parked topic alone. */
    static ParkingSettings parkingFrom(SettingValues values) {
        return new ParkingSettings(
                values.get(KAFKA),
                OrderLogNames.parkedTopic(values.get(TOPIC)),
                values.get(PARKED_PARTITIONS),
                values.get(PARKED_REPLICATION).shortValue(),
                values.get(PARKED_WAIT));
    }

    private static String password(SettingValues values) {
        String inFile = values.get(MYSQL_PASSWORD_FILE);
        return inFile == null ? values.get(MYSQL_PASSWORD) : inFile;
    }

    /** The part about MySQL alone. */
    static MySqlSettings mysqlFrom(SettingValues values) {
        return new MySqlSettings(
                values.get(MYSQL),
                values.get(MYSQL_USER),
                password(values),
                values.get(MYSQL_POOL),
                values.get(MYSQL_CONNECTION_WAIT),
                values.get(MYSQL_CONNECT_TIMEOUT),
                values.get(MYSQL_SOCKET_TIMEOUT),
                values.get(MYSQL_LOCK_WAIT),
                values.get(MYSQL_MIGRATION_WAIT));
    }
}
