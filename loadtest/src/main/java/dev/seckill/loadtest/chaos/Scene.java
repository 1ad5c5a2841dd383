package dev.seckill.loadtest.chaos;

import dev.seckill.infra.Server;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.witness.BookedOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Where a fault strikes, and the blows themselves.
 *
 * @param system what is broken
 * @param round what the plan says about it
 * @param stalls the sales
 * @param notebook what buyers of the default sale were told so far
 * @param log the order log and what is parked
 * @param odd the messages that no API would send
 * @param oddBook the order book's rows of the sale that these belong to
 * @param scratch a folder that does not exist, for a copy of files
 * @param clock the buyers' clock
 * @param damage is told what is hit and when
 * @param diary gets a line for each step
 */
record Scene(
        ChaosSystem system,
        Plan.Round round,
        List<Stall> stalls,
        Notebook notebook,
        OrderLogView log,
        OddMessages odd,
        MySqlOrderBook oddBook,
        Path scratch,
        Clock clock,
        Damage damage,
        Consumer<String> diary) {

    /** Time for an instance to connect again and to sell. */
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(120);

    /** The API instance that is hit. */
    AppProcess api() {
        return system.apis().get(round.target());
    }

    /** The consumer that is hit. */
    AppProcess consumer() {
        return system.consumers().get(round.target());
    }

    void killAndRestart(List<? extends Server> targets) throws InterruptedException {
        diary.accept("kill -9 " + targets.stream().map(system::nameOf).toList());
        ChaosSystem.inParallel(targets, Server::kill);
        damage.struck(apisAmong(targets));
        hold();
        damage.mending();
        ChaosSystem.inParallel(targets, Server::start);
        if (system.servers().containsAll(targets)) {
            damage.serversBack();
        }
    }

    void killAndRestartEverything() throws InterruptedException {
        List<Server> programs = new ArrayList<>(system.apis());
        programs.addAll(system.consumers());
        List<Server> all = new ArrayList<>(system.servers());
        all.addAll(programs);
        diary.accept("kill -9 " + all.stream().map(system::nameOf).toList());
        ChaosSystem.inParallel(all, Server::kill);
        damage.struck(apisAmong(all));
        hold();
        damage.mending();
        ChaosSystem.inParallel(system.servers(), Server::start);
        damage.serversBack();
        ChaosSystem.inParallel(programs, Server::start);
    }

    /** Again and again, so that some connection breaks between EXEC and its reply. */
    void cutOffRedis() throws InterruptedException {
        diary.accept("close all connections at redis, again and again");
        long end = System.nanoTime() + Duration.ofMillis(round.holdMillis()).toNanos();
        try (SaleCounter sale = system.stores().counter()) {
            while (System.nanoTime() < end) {
                sale.cutOthersOff();
                Waits.hold(BETWEEN_CUTS);
            }
        }
    }

    void freezeAndThaw(Server target) throws InterruptedException {
        diary.accept("freeze " + system.nameOf(target));
        target.freeze();
        try {
            hold();
        } finally {
            target.thaw();
        }
    }

    void killKafka() throws InterruptedException {
        diary.accept("kill -9 kafka");
        system.kafka().kill();
        damage.struck(Set.of());
        hold();
        requireNoneAcceptedSince(damage.struckAt());
        damage.mending();
        system.kafka().start();
        damage.serversBack();
    }

    private Set<Integer> apisAmong(List<? extends Server> targets) {
        return system.apis().stream()
                .filter(targets::contains)
                .map(Server::port)
                .collect(Collectors.toSet());
    }

    void freezeKafka() throws InterruptedException {
        diary.accept("freeze kafka");
        long before = notebook.count(ReplyKind.PENDING);
        system.kafka().freeze();
        try {
            Instant frozen = clock.instant();
            hold();
            if (!round.isScarce()) {
                Waits.await(
                        "a buyer is told 202", Waits.REFUSAL, round, () -> notebook.count(ReplyKind.PENDING) > before);
            }
            requireNoneAcceptedSince(frozen);
        } finally {
            system.kafka().thaw();
        }
    }

    /** Only the order log makes an order safe from the loss of Redis, so nobody may be told 200 without it. */
    private void requireNoneAcceptedSince(Instant away) {
        if (notebook.hasAcceptedSince(away)) {
            throw new IncidentException("a buyer was told 200 while the order log was away");
        }
    }

    void joinAndLeave() throws InterruptedException {
        diary.accept("a third consumer joins");
        system.spareConsumer().start();
        hold();
        diary.accept("it leaves");
        system.spareConsumer().stop();
    }

    void sendRefusedRows() throws InterruptedException {
        odd.sendGoodRows();
        Waits.await(
                "the good orders are stored",
                Waits.QUIET,
                odd.sent().toBeStored(),
                () -> oddBook.ordersAfter(0).stream()
                        .map(BookedOrder::orderId)
                        .toList()
                        .containsAll(odd.sent().toBeStored()));
        diary.accept("send two orders that MySQL refuses, among good ones");
        odd.sendRefusedRows();
        awaitParked();
    }

    void sendGarbage() throws InterruptedException {
        diary.accept("send three messages that are no orders");
        odd.sendGarbage();
        awaitParked();
    }

    private void awaitParked() throws InterruptedException {
        Waits.await(
                "the odd messages are parked",
                Waits.PARKED,
                odd.sent().toBeParked(),
                () -> new HashSet<>(log.parkedKeys()).containsAll(odd.sent().toBeParked()));
    }

    /** Leaves it broken for as long as the plan says. */
    void hold() throws InterruptedException {
        Waits.hold(Duration.ofMillis(round.holdMillis()));
    }
}
