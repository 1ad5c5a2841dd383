package dev.seckill.loadtest;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.Migration;
import dev.seckill.model.SaleId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How to start the project's own programs on a set of servers.
 *
 * @param servers what they connect to
 * @param sale what the API sells
 * @param logs the folder of their logs, each named after its program
 */
public record Programs(ServerStack servers, SaleId sale, Path logs) {

    /** The database of the order book. */
    public static final String DATABASE = "seckill";

    /** Checks that nothing is missing. */
    public Programs {
        Objects.requireNonNull(servers, "servers");
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(logs, "logs");
    }

    /** An API on loopback; port 0 for a free one. Its admin port is a free one, so that there can be several. */
    public AppCommand api(String name, int port) {
        return AppCommand.ofModule(name, "seckill-api", port, log(name))
                .withArguments("--host=127.0.0.1", "--admin-port=0", "--sale=" + sale)
                .withArguments(servers.apiSettings().toArray(String[]::new))
                .withArguments(servers.httpSettings().toArray(String[]::new))
                .withAuthority(servers.authority().orElse(null));
    }

    /** The same with secrets, which stand in no list of processes: variables and their values. */
    public AppCommand api(String name, int port, Map<String, String> secrets) {
        return api(name, port).withEnvironment(secrets);
    }

    /** A consumer on loopback; port 0 for a free one. */
    public AppCommand consumer(String name, int port) {
        return AppCommand.ofModule(name, "order-consumer", port, log(name))
                .withArguments("--host=127.0.0.1")
                .withArguments(servers.consumerSettings(DATABASE).toArray(String[]::new))
                .withArguments(servers.httpSettings().toArray(String[]::new))
                .withAuthority(servers.authority().orElse(null));
    }

    /** Settings with which an API reads the order book of a consumer there. */
    public String[] orderBook(String url) {
        return Stream.concat(
                        Stream.of("--order-book=" + url),
                        servers.authority().stream().map(authority -> "--order-book-ca=" + authority))
                .toArray(String[]::new);
    }

    /** Makes the order book where the consumer's user may not; to be called before a consumer starts. */
    public void migrate() {
        Migration.run(servers, DATABASE);
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }
}
