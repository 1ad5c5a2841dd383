package dev.seckill.api.config;

import dev.seckill.api.decide.SaleDecisions;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ServerTls;
import java.time.Duration;

/**
 * Everything that can be set, a record for each concern; nothing below {@code Main} reads the environment.
 *
 * @param orderBook where the order book is read; null: nowhere
 * @param traces which requests are traced; null: none
 * @param receipts how receipts are given; null: not at all
 * @param drain how long buyers are served after a stop was asked for
 */
public record ApiConfig(
        Http http,
        Admin admin,
        SaleId sale,
        RedisSettings redis,
        RedisStockCounter.Settings counter,
        SaleDecisions.Settings decisions,
        KafkaSettings kafka,
        OutboxDelivery.Settings delivery,
        Relay.Settings relay,
        Practice warmUp,
        AdmissionSettings admission,
        StaffTokens staff,
        OrderBookSettings orderBook,
        PageSettings pages,
        LiveSettings live,
        TraceSettings traces,
        ReceiptSettings receipts,
        Duration drain) {

    /**
     * The configuration that these arguments and the environment give.
     *
     * @throws dev.seckill.model.settings.BadSettingsException if they are not valid, with all problems in the message
     */
    public static ApiConfig of(String... args) {
        ApiOptions options = new ApiOptions();
        Problems problems = new Problems();
        new CommandReader(options, System.getenv()).read(problems, args);
        ApiConfig config = problems.isEmpty() ? options.toConfig(problems) : null;
        problems.check();
        return config;
    }

    /**
     * The HTTP server.
     *
     * @param host address to listen on
     * @param port port to listen on, 0 for a free one
     * @param threads most threads of the HTTP server
     * @param bodyMax longest request body in bytes
     * @param answerWait bound on a body, and from then on on the answer; longer than all the waits within that together
     * @param retryAfter what a refused buyer is told to wait
     * @param stopWait how long closing waits for requests under way
     * @param gate whom it lets in
     * @param tls what it shows to buyers; null for plain HTTP
     */
    public record Http(
            String host,
            int port,
            int threads,
            int bodyMax,
            Duration answerWait,
            Duration retryAfter,
            Duration stopWait,
            Gate gate,
            ServerTls tls) {

        /** Plain HTTP. */
        public Http(
                String host,
                int port,
                int threads,
                int bodyMax,
                Duration answerWait,
                Duration retryAfter,
                Duration stopWait,
                Gate gate) {
            this(host, port, threads, bodyMax, answerWait, retryAfter, stopWait, gate, null);
        }
    }

    /**
     * The HTTP server of the operators, on an address of its own.
     *
     * @param host address to listen on
     * @param port port to listen on, 0 for a free one
     * @param metricsSales sales of which the metrics tell one by one
     */
    public record Admin(String host, int port, int metricsSales) {

        private static final int THREADS = 8;
        private static final int ACCEPT_QUEUE = 50;
        private static final int CONNECTIONS_MAX = 100;
        private static final int UNFINISHED_HEADS_MAX = 20;

        /** Its settings: those of the shop's server, with the room that a few operators need. */
        public Http http(Http shop) {
            Gate gate = shop.gate();
            return new Http(
                    host,
                    port,
                    THREADS,
                    shop.bodyMax(),
                    shop.answerWait(),
                    shop.retryAfter(),
                    shop.stopWait(),
                    new Gate(
                            ACCEPT_QUEUE,
                            CONNECTIONS_MAX,
                            gate.headMax(),
                            gate.headLinesMax(),
                            gate.headWait(),
                            UNFINISHED_HEADS_MAX));
        }
    }

    /**
     * The practice of a start: how much and how long.
     *
     * @param purchases purchases to make, 0 for none
     * @param bound when the last buyer stops at the latest
     */
    public record Practice(int purchases, Duration bound) {}

    /**
     * Whom the HTTP server lets in, before it knows what they want.
     *
     * @param acceptQueue connections that the system may hold until they are accepted
     * @param connectionsMax open connections
     * @param headMax bytes of a request's head
     * @param headLinesMax header lines of a request
     * @param headWait how long a head may take from its first byte to its last
     * @param unfinishedHeadsMax connections of whose head a part has come
     */
    public record Gate(
            int acceptQueue,
            int connectionsMax,
            int headMax,
            int headLinesMax,
            Duration headWait,
            int unfinishedHeadsMax) {}
}
