package dev.seckill.loadtest.run;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A whole system for one run: Redis, Kafka, MySQL, one API and one consumer, on the usual ports where they are free. The
 * API passes reads of the order book on to the consumer. All of it ends with this JVM, also when that is killed.
 */
final class OwnSystem implements AutoCloseable {

    private final ServerStack servers;
    private final AppProcess consumer;
    private final AppProcess api;
    private final String rootKey;

    private OwnSystem(ServerStack servers, AppProcess consumer, AppProcess api, String rootKey) {
        this.servers = servers;
        this.consumer = consumer;
        this.api = api;
        this.rootKey = rootKey;
    }

    /**
     * Starts everything and returns when all parts answer; each wait has infra's bound.
     *
     * @param kind of the servers
     * @param folder for {@code data} and the logs of both programs
     * @param ports where to listen; 0 for a free port
     * @param secrets of the API, as variables and their values
     * @param consumers the same of the consumer
     * @throws dev.seckill.infra.StartFailedException if a part does not start; what had started is stopped
     */
    static OwnSystem start(
            ServerKind kind,
            Path folder,
            SaleId sale,
            SystemPorts ports,
            Map<String, String> secrets,
            Map<String, String> consumers) {
        ServerStack servers =
                kind.start(StackConfig.onFreePorts(folder.resolve("data")).withPorts(ports.servers()));
        Programs programs = new Programs(servers, sale, folder);
        AdminToken reader = AdminToken.random("api");
        Path keys = folder.resolve("proof-keys");
        String[] proofs = ProofSettings.in(keys);
        AppProcess consumer = new AppProcess(programs.consumer("order-consumer", ports.consumer())
                .withArguments(proofs)
                .withArguments("--proofs=" + folder.resolve("proofs"))
                .withEnvironment(with(consumers, "READ_TOKENS", reader.setting())));
        AppProcess api = new AppProcess(
                programs.api("seckill-api", ports.api(), with(secrets, "ORDER_BOOK_TOKEN", reader.secret()))
                        .withArguments(programs.orderBook(consumer.url()))
                        .withArguments(proofs));
        OwnSystem system = new OwnSystem(servers, consumer, api, ProofSettings.rootKey(keys));
        try {
            programs.migrate();
            system.startPrograms();
            return system;
        } catch (RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return more;
    }

    /** The API is not ready before there is something to sell: that comes later. */
    private void startPrograms() {
        api.launch();
        consumer.start();
        api.awaitHttp("/health/live", AppCommand.START_WAIT);
    }

    SystemAddresses addresses() {
        return new SystemAddresses(
                URI.create(api.url()),
                URI.create(servers.redisUrl()),
                servers.mysqlUrl(Programs.DATABASE),
                servers.mysqlUser(),
                servers.mysqlPassword());
    }

    /** What its receipts are checked with. */
    String rootKey() {
        return rootKey;
    }

    /** Stops the API first, so that what it has decided still reaches the order book. */
    @Override
    public void close() {
        try (servers;
                consumer;
                api) {
            // Closed in the reverse order, each one even if another fails.
        }
    }
}
