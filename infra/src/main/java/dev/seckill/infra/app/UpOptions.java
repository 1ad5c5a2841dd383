package dev.seckill.infra.app;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.embedded.StackPorts;
import dev.seckill.model.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options of {@code infra/up}, each declared once with its variable, default and range. */
final class UpOptions {

    @Option(
            names = "--cluster",
            description =
                    "Six nodes of Redis Cluster, three of Kafka, two APIs and two consumers, behind HAProxy if it is"
                            + " installed.")
    private boolean cluster;

    @Option(
            names = "--secure",
            description =
                    "Everything over TLS, with passwords and least rights; CA and secrets are new at each start and"
                            + " lie in the folder secrets of the data. Not with --cluster.")
    private boolean secure;

    @Option(names = "--only-servers", description = "Leave the API and the consumer to you.")
    private boolean onlyServers;

    @Option(
            names = "--data",
            defaultValue = "${env:STACK_DATA:-" + Option.NULL_VALUE + "}",
            description = "Folder of data and logs, kept over restarts; none: infra/target/stack of the checkout,"
                    + " or infra/target/cluster, or infra/target/secure.")
    private Path data;

    @Option(
            names = "--stock",
            defaultValue = "${env:STOCK:-100}",
            description = "Units on offer if there is no counter yet. [0..1000000000]")
    private long stock;

    @Option(
            names = "--sample-opens",
            defaultValue = "${env:SAMPLE_OPENS:-60s}",
            description = "How soon a sample sale opens, once all have started; 0s, there is none. [0s..24h]")
    private Duration sampleOpens;

    @Option(
            names = "--redis-port",
            defaultValue = "${env:REDIS_PORT:-6379}",
            description = "Port of Redis, or of the first of its nodes; 0 takes a free one. [0..65535]")
    private int redisPort;

    @Option(
            names = "--kafka-port",
            defaultValue = "${env:KAFKA_PORT:-9092}",
            description = "Port of Kafka, or of the first of its nodes; 0 takes a free one. [0..65535]")
    private int kafkaPort;

    @Option(
            names = "--mysql-port",
            defaultValue = "${env:MYSQL_PORT:-3306}",
            description = "Port of MySQL; 0 takes a free one. [0..65535]")
    private int mysqlPort;

    @Option(
            names = "--api-port",
            defaultValue = "${env:API_PORT:-3000}",
            description = "Port of the API, or of HAProxy; 0 takes a free one. [0..65535]")
    private int apiPort;

    @Option(
            names = "--api-admin-port",
            defaultValue = "${env:API_ADMIN_PORT:-3002}",
            description = "Port of the (first) API's health and metrics; 0 takes a free one. [0..65535]")
    private int apiAdminPort;

    @Option(
            names = "--consumer-port",
            defaultValue = "${env:CONSUMER_PORT:-3001}",
            description = "Port of the (first) consumer; 0 takes a free one. [0..65535]")
    private int consumerPort;

    @Option(names = "--free-ports", description = "Take a free port wherever none is given.")
    private boolean freePorts;

    /** Adds what a range cannot say. */
    void check(Problems problems) {
        if (cluster && secure) {
            problems.add("--secure: is not for --cluster");
        }
    }

    /**
     * The settings as one value; only when there are no problems.
     *
     * @param given whether somebody gave an option
     */
    SaleSystem.Plan plan(Predicate<String> given) {
        StackPorts ports = new StackPorts(
                port("--redis-port", redisPort, given),
                port("--kafka-port", kafkaPort, given),
                port("--mysql-port", mysqlPort, given));
        Path folder = data != null ? data : standardFolder();
        return new SaleSystem.Plan(
                StackConfig.onFreePorts(folder).withPorts(ports),
                cluster,
                secure,
                !onlyServers,
                port("--api-port", apiPort, given),
                port("--api-admin-port", apiAdminPort, given),
                port("--consumer-port", consumerPort, given),
                stock,
                sampleOpens);
    }

    private Path standardFolder() {
        Path single = Checkout.find().stackData();
        if (secure) {
            return single.resolveSibling("secure");
        }
        return cluster ? single.resolveSibling("cluster") : single;
    }

    private int port(String option, int value, Predicate<String> given) {
        return freePorts && !given.test(option) ? 0 : value;
    }
}
