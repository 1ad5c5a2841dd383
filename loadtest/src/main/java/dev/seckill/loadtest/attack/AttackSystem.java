package dev.seckill.loadtest.attack;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.bench.ProcessUse;
import dev.seckill.loadtest.bench.Scrape;
import dev.seckill.loadtest.chaos.IncidentException;
import dev.seckill.loadtest.chaos.Waits;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * The system that is attacked, on free ports of loopback: three servers, one API and one consumer, each with the heap that
 * its README says. All of it ends with this JVM, also when that is killed.
 */
final class AttackSystem implements AutoCloseable {

    /**
     * Settings of the programs as arguments.
     *
     * @param api those of the API
     * @param consumer those of the consumer
     */
    record Settings(List<String> api, List<String> consumer) {

        /** As their READMEs say. */
        static final Settings DEFAULTS = new Settings(List.of(), List.of());

        Settings {
            api = List.copyOf(api);
            consumer = List.copyOf(consumer);
        }
    }

    private final ServerStack servers;
    private final SaleStores stores;
    private final AppProcess api;
    private final AppProcess consumer;

    private AttackSystem(Path folder, SaleId sale, Clock clock, ServerStack servers, Settings further) {
        this.servers = servers;
        this.stores = new SaleStores(servers, sale, clock);
        Programs programs = new Programs(servers, sale, folder);
        this.api = new AppProcess(programs.api("seckill-api", 0)
                .withArguments(further.api().toArray(String[]::new))
                .withWaits(Waits.START, Waits.STOP));
        this.consumer = new AppProcess(programs.consumer("order-consumer", 0)
                .withArguments(further.consumer().toArray(String[]::new))
                .withWaits(Waits.START, Waits.STOP));
    }

    /**
     * Starts everything; returns when all parts answer.
     *
     * @param folder for {@code data} and all logs
     * @param further settings of the programs besides their addresses
     * @throws dev.seckill.infra.StartFailedException if a part does not start; what had started is stopped
     */
    static AttackSystem start(Path folder, SaleId sale, Clock clock, Settings further) {
        ServerStack servers = EmbeddedStack.start(
                StackConfig.onFreePorts(folder.resolve("data")).withStartWait(Waits.START));
        AttackSystem system = new AttackSystem(folder, sale, clock, servers, further);
        try {
            // Not ready before there is something to sell: that comes later.
            system.api.launch();
            system.api.awaitHttp("/health/live", Waits.START);
            system.consumer.start();
            return system;
        } catch (RuntimeException failed) {
            system.close();
            throw failed;
        }
    }

    Victim api() {
        return new Victim("the API", api.port(), true);
    }

    Victim consumer() {
        return new Victim("the consumer", consumer.port(), false);
    }

    /** Where operators look; asked for anew after a restart. */
    Victim admin() {
        return new Victim("the API's admin port", URI.create(api.adminUrl()).getPort(), true);
    }

    URI apiUrl() {
        return URI.create(api.url());
    }

    void awaitReady() {
        api.awaitHttp("/health/ready", Waits.START);
    }

    /** Stops and starts both programs; returns when they are ready. */
    void restart() {
        List<AppProcess> programs = List.of(api, consumer);
        programs.forEach(AppProcess::stop);
        programs.forEach(AppProcess::start);
    }

    /** @throws IncidentException if a program has ended */
    void requireAlive() {
        for (AppProcess each : List.of(api, consumer)) {
            if (!each.isRunning()) {
                throw new IncidentException("a program has ended; its log: " + each.log());
            }
        }
    }

    /** What the API counted. */
    Scrape apiFigures() {
        return Scrape.of(api.adminUrl());
    }

    /** What the consumer counted. */
    Scrape consumerFigures() {
        return Scrape.of(consumer.url());
    }

    /** Resident memory of the API at the most since its start, in MB; NaN where the system does not say. */
    double apiMemoryMb() {
        return ProcessUse.mostResidentMb(api.pid());
    }

    /** The same of the consumer. */
    double consumerMemoryMb() {
        return ProcessUse.mostResidentMb(consumer.pid());
    }

    /** Where the sale is kept. */
    SaleStores stores() {
        return stores;
    }

    /** Stops the API first, so that what it has decided still reaches the order log. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // else no wait below would wait
        try (servers;
                consumer;
                api) {
            // Closed in the reverse order, each one even if another fails.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
