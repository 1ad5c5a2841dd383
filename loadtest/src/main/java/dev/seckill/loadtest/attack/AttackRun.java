package dev.seckill.loadtest.attack;

import dev.seckill.infra.StartFailedException;
import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.chaos.Buyers;
import dev.seckill.loadtest.chaos.ChaosWitness;
import dev.seckill.loadtest.chaos.IncidentException;
import dev.seckill.loadtest.chaos.Notebook;
import dev.seckill.loadtest.chaos.Reckoning;
import dev.seckill.loadtest.chaos.SaleWatch;
import dev.seckill.loadtest.chaos.Waits;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.sale.UnusableSaleException;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BookedOrder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Attacks a system that runs: buyers are watched undisturbed, then one attack comes after the other while they go on; when
 * all is quiet, the witness judges everything.
 */
final class AttackRun implements AutoCloseable {

    /** More than all can buy: what a sale does at its end is another command's matter. */
    private static final int UNITS = 10_000_000;

    private final AttackSystem system;
    private final AttackPlan plan;
    private final Terminal terminal;
    private final Clock clock;
    private final SaleWatch watch;
    private final Notebook notebook;
    private final HostileMessages messages;
    private final HostileFate fate;
    private final List<String> incidents = new ArrayList<>();
    private final List<AssaultResult> results = new ArrayList<>();
    private boolean isStandingStill;

    /** @param folder for the list of all replies */
    AttackRun(AttackSystem system, AttackPlan plan, Path folder, Terminal terminal, Clock clock) {
        this.system = system;
        this.plan = plan;
        this.terminal = terminal;
        this.clock = clock;
        this.watch = new SaleWatch(system.stores(), folder);
        this.notebook = watch.notebook();
        this.messages = new HostileMessages(system.stores().kafka(), clock);
        this.fate = new HostileFate(messages.sent(), watch.log()::parkedKeys, this::storedHostile);
    }

    /** Plays it all, up to an attack that ends the sale or stops a partition. */
    AttackReport play() throws InterruptedException {
        Reckoning reckoning = null;
        try {
            attackBesideBuyers();
            watch.awaitQuiet(() -> {}, incidents);
            reckoning = ChaosWitness.judge(watch.evidence(UNITS, fate.evidence(), incidents));
            incidents.addAll(brokenIdentities());
        } catch (JedisException
                | OrderBookException
                | UnusableSaleException
                | IncidentException
                | StartFailedException
                | UncheckedIOException failed) {
            incidents.add(failed.getMessage());
        }
        return new AttackReport(plan.seed(), plan.assaults().size(), results, notebook.counts(), reckoning, incidents);
    }

    private void attackBesideBuyers() throws InterruptedException {
        try (SaleCounter counter = system.stores().counter()) {
            counter.reset(UNITS);
        }
        system.awaitReady();
        Instant begin = clock.instant();
        try (Buyers crowd = Buyers.begin(plan.buyers(), 1, plan.seed(), List.of(system.apiUrl()), notebook, clock);
                Newcomers newcomers = Newcomers.begin(system.api(), plan.patience(), notebook, clock)) {
            awaitAccepted("the first order", begin);
            Waits.hold(plan.calm()); // the first seconds of a JVM say nothing about the others
            for (Assault each : plan.assaults()) {
                terminal.say("  " + each.word() + ": " + each.promise());
                AssaultResult result = make(each, watchUndisturbed(newcomers), newcomers);
                results.add(result);
                result.complaints().forEach(complaint -> terminal.say("    " + complaint));
                if (isStandingStill) {
                    // Whatever comes to the topic now would wait behind it, so nothing more would be found out.
                    break;
                }
            }
            newcomers.finish();
            newcomers.complaints().forEach(complaint -> incidents.add("a newcomer: " + complaint));
            crowd.letFinish();
            Waits.await("all buyers have finished", Waits.BUYERS, "see replies.csv", crowd::haveFinished);
            crowd.check();
        }
        if (notebook.unanswered() > 0) {
            incidents.add(notebook.unanswered() + " purchases of buyers beside were never answered");
        }
    }

    /** Before each attack, since the API gets faster for minutes and the machine has moods. */
    private BuyerTimes watchUndisturbed(Newcomers newcomers) throws InterruptedException {
        Instant begin = clock.instant();
        Waits.hold(plan.calm());
        return timesSince(begin, newcomers);
    }

    private AssaultResult make(Assault assault, BuyerTimes calm, Newcomers newcomers) throws InterruptedException {
        Tally tally = new Tally();
        Instant begin = clock.instant();
        assault.begin(new Field(system, plan, notebook, messages, newcomers, tally, clock));
        isStandingStill = !fate.isSettledWithin(Waits.PARKED, tally);
        Instant end = clock.instant();
        BuyerTimes times = timesSince(begin, newcomers);
        system.requireAlive();
        awaitAccepted("an order after " + assault.word(), end);
        return new AssaultResult(
                assault,
                Duration.between(begin, end).toMillis(),
                tally.outcomes(),
                calm,
                times,
                system.apiMemoryMb(),
                system.consumerMemoryMb(),
                tally.complaints());
    }

    private BuyerTimes timesSince(Instant begin, Newcomers newcomers) {
        List<Duration> regular = notebook.answers().stream()
                .filter(answer -> !answer.askedAt().isBefore(begin))
                .filter(answer -> answer.buyer().startsWith("round-"))
                .map(Answer::elapsed)
                .toList();
        return new BuyerTimes(Percentile.p99Millis(regular), Percentile.p99Millis(newcomers.timesSince(begin)));
    }

    private void awaitAccepted(String what, Instant since) throws InterruptedException {
        Waits.await(what, Waits.SERVICE, "see replies.csv", () -> notebook.hasAcceptedSince(since));
    }

    private List<String> storedHostile() {
        return HostileMessages.sales().stream()
                .flatMap(each -> system.stores().book(each).ordersAfter(0).stream())
                .map(BookedOrder::orderId)
                .toList();
    }

    /** A request whose client has gone is counted when its answer is due, so a sum may come true a little later. */
    private List<String> brokenIdentities() throws InterruptedException {
        Patience.await(
                plan.patience(),
                () -> Identities.broken(system.apiFigures(), system.consumerFigures())
                        .isEmpty());
        return Identities.broken(system.apiFigures(), system.consumerFigures());
    }

    @Override
    public void close() {
        watch.close();
    }
}
