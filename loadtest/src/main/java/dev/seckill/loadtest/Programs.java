package dev.seckill.loadtest;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.model.SaleId;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

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
                .withArguments(servers.apiSettings().toArray(String[]::new));
    }

    /** The same with secrets, which stand in no list of processes: variables and their values. */
    public AppCommand api(String name, int port, Map<String, String> secrets) {
        return api(name, port).withEnvironment(secrets);
    }

    /** A consumer on loopback; port 0 for a free one. */
    public AppCommand consumer(String name, int port) {
        return AppCommand.ofModule(name, "order-consumer", port, log(name))
                .withArguments("--host=127.0.0.1")
                .withArguments(servers.consumerSettings(DATABASE).toArray(String[]::new));
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }
}
