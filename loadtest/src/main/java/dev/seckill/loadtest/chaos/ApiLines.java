package dev.seckill.loadtest.chaos;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.loadtest.net.Forwarder;
import dev.seckill.loadtest.net.OtherHost;
import dev.seckill.loadtest.net.SocksProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The lines of one API instance to the nodes of Redis and to those of Kafka, each of which can be broken. */
final class ApiLines implements AutoCloseable {

    private static final String KAFKA = "--kafka=";

    private final SocksProxy redis = new SocksProxy();
    private final OtherHost kafka;

    /**
     * @param number of the instance, from 1
     * @param brokers the ports of Kafka's nodes, which name themselves {@code localhost}
     * @param folder for a file
     */
    ApiLines(int number, List<Integer> brokers, Path folder) {
        this.kafka = OtherHost.listen("127.0.0." + (number + 1), brokers, folder.resolve("hosts-of-api-" + number));
    }

    /** The same command over these lines. */
    AppCommand through(AppCommand api) {
        List<String> java = new ArrayList<>(redis.jvmOptions());
        java.addAll(kafka.jvmOptions());
        return new AppCommand(
                        api.name(),
                        api.java(),
                        api.port(),
                        byName(api.arguments()),
                        api.environment(),
                        api.javaHome(),
                        api.log(),
                        api.startWait(),
                        api.stopWait(),
                        api.authority())
                .withJvmOptions(java.toArray(String[]::new));
    }

    private static List<String> byName(List<String> arguments) {
        Stream<String> named = arguments.stream()
                .map(argument -> argument.startsWith(KAFKA) ? argument.replace("127.0.0.1", "localhost") : argument);
        return named.toList();
    }

    Forwarder redis() {
        return redis.line();
    }

    List<Forwarder> kafka() {
        return kafka.lines();
    }

    @Override
    public void close() {
        redis.close();
        kafka.close();
    }
}
