package dev.seckill.loadtest.rolling;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.net.Balancer;
import dev.seckill.loadtest.net.ReadyCheck;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A system whose programs can be restarted while it sells, on free ports: two API instances behind a balancer, and two
 * consumers of one group behind another, of which the APIs read. All of it ends with this JVM, also when that is killed.
 */
public final class RollingSystem implements AutoCloseable {

    /** As a balancer in production may be set: an instance is down after two failed checks, 4 s at the latest. */
    static final ReadyCheck.Rhythm RHYTHM = new ReadyCheck.Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(1), 2);

    /** What the API's README gives as an example: twice what the balancer needs to notice, and some. */
    static final Duration DRAIN = Duration.ofSeconds(10);

    private static final int PROGRAMS = 2;

    private final ServerStack servers;
    private final Path keys;
    private final List<AppProcess> consumers = new ArrayList<>();
    private final List<AppProcess> apis = new ArrayList<>();
    private Balancer readers;
    private Balancer buyers;

    private RollingSystem(ServerStack servers, Path keys) {
        this.servers = servers;
        this.keys = keys;
    }

    /**
     * Starts everything and returns when all parts answer; each wait has infra's bound.
     *
     * @param kind of the servers
     * @param folder for {@code data} and the logs
     * @param secrets of the APIs, as variables and their values
     * @throws dev.seckill.infra.StartFailedException if a part does not start; what had started is stopped
     */
    public static RollingSystem start(ServerKind kind, Path folder, SaleId sale, Map<String, String> secrets) {
        RollingSystem system = new RollingSystem(
                kind.start(StackConfig.onFreePorts(folder.resolve("data"))), folder.resolve("proof-keys"));
        try {
            system.startPrograms(new Programs(system.servers, sale, folder), secrets);
            return system;
        } catch (RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    private void startPrograms(Programs programs, Map<String, String> secrets) {
        String[] proofs = ProofSettings.in(keys);
        AdminToken reader = AdminToken.random("api");
        for (int number = 1; number <= PROGRAMS; number++) {
            consumers.add(new AppProcess(programs.consumer("consumer-" + number, 0)
                    .withArguments("--drain=" + DRAIN.toSeconds() + "s", "--proofs=" + keys.resolveSibling("proofs"))
                    .withArguments(proofs)
                    .withEnvironment(Map.of("READ_TOKENS", reader.setting()))));
        }
        readers = Balancer.of(urls(consumers), RHYTHM);
        Map<String, String> all = new HashMap<>(secrets);
        all.put("ORDER_BOOK_TOKEN", reader.secret());
        for (int number = 1; number <= PROGRAMS; number++) {
            apis.add(new AppProcess(programs.api("api-" + number, 0, all)
                    .withArguments("--order-book=" + readers.url(), "--drain=" + DRAIN.toSeconds() + "s")
                    .withArguments(proofs)));
        }
        buyers = Balancer.of(urls(apis), RHYTHM);
        apis.forEach(AppProcess::launch); // not ready before there is something to sell
        consumers.forEach(Server::start);
        apis.forEach(api -> api.awaitHttp("/health/live", AppCommand.START_WAIT));
    }

    private static List<URI> urls(List<AppProcess> programs) {
        return programs.stream().map(program -> URI.create(program.url())).toList();
    }

    /** What receipts are checked with. */
    public String rootKey() {
        return ProofSettings.rootKey(keys);
    }

    public ServerStack servers() {
        return servers;
    }

    /** Where buyers go. */
    public URI url() {
        return buyers.url();
    }

    /** Each instance. */
    public List<URI> apis() {
        return urls(apis);
    }

    /** Whether the balancer sends buyers to each instance. */
    public boolean isWhole() {
        return apis().stream().allMatch(buyers::isUp);
    }

    /** What can be restarted: every API and every consumer. */
    public List<RollingRestart.Part> parts() {
        List<RollingRestart.Part> parts = new ArrayList<>();
        add(apis, "api", buyers, parts);
        add(consumers, "consumer", readers, parts);
        return parts;
    }

    private static void add(
            List<AppProcess> programs, String name, Balancer balancer, List<RollingRestart.Part> parts) {
        for (AppProcess program : programs) {
            URI url = URI.create(program.url());
            parts.add(new RollingRestart.Part(
                    name + "-" + (programs.indexOf(program) + 1),
                    program,
                    () -> Patience.await(AppCommand.START_WAIT, () -> balancer.isUp(url))));
        }
    }

    /** Stops the APIs first, so that what they have decided still reaches the order book. */
    @Override
    public void close() {
        try (servers) {
            stopAll(apis);
            stopAll(consumers);
        } finally {
            closeIfAny(buyers);
            closeIfAny(readers);
        }
    }

    /** All are asked at once: each drains. */
    private static void stopAll(List<AppProcess> programs) {
        List<Thread> stops = programs.stream()
                .map(program -> new Thread(program::stop, "stop"))
                .toList();
        stops.forEach(Thread::start);
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void closeIfAny(Balancer balancer) {
        if (balancer != null) {
            balancer.close();
        }
    }
}
