package dev.seckill.loadtest.chaos;

import dev.seckill.infra.StartFailedException;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.sale.UnusableSaleException;
import dev.seckill.loadtest.witness.BookedOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Plays a plan on a system that runs: each round puts units on sale, lets buyers buy, breaks something, mends it, waits
 * until all is quiet, and has the witness judge everything from the first round on.
 */
final class ChaosRun implements AutoCloseable {

    /** Put on sale after the repair of a round that may have sold out, to see that the sale goes on. */
    private static final int UNITS_AFTER_REPAIR = 50;

    private final ChaosSystem system;
    private final int buyers;
    private final Path folder;
    private final Clock clock;
    private final ChaosDiary diary;
    private final SaleWatch watch;
    private final Notebook notebook;
    private final OddMessages odd;
    private final MySqlOrderBook foreignBook;
    private long offered;

    /** After a fault: how long until it was mended and an order accepted, and how long the sale stood. */
    private record Healing(Duration healed, Standstill standstill) {}

    /** @param folder for the list of all replies */
    ChaosRun(ChaosSystem system, int buyers, Path folder, Terminal terminal, Clock clock) {
        this.system = system;
        this.buyers = buyers;
        this.folder = folder;
        this.clock = clock;
        this.diary = new ChaosDiary(terminal);
        this.watch = new SaleWatch(system.stores(), folder);
        this.notebook = watch.notebook();
        this.odd = new OddMessages(system.stores().kafkaServers(), clock);
        this.foreignBook = system.stores().book(OddMessages.FOREIGN_SALE);
    }

    /** Plays round after round, up to the first one that fails: what comes after it would prove nothing. */
    ChaosReport play(Plan plan) throws InterruptedException {
        List<RoundResult> results = new ArrayList<>();
        for (Plan.Round round : plan.rounds()) {
            diary.begin(round, plan.rounds().size());
            RoundResult result = play(round, plan.seed());
            results.add(result);
            diary.end(result);
            if (!result.isPass()) {
                break;
            }
        }
        return new ChaosReport(plan.seed(), plan.rounds().size(), results);
    }

    private RoundResult play(Plan.Round round, long seed) throws InterruptedException {
        Map<ReplyKind, Long> before = notebook.counts();
        long unansweredBefore = notebook.unanswered();
        List<String> incidents = new ArrayList<>();
        Healing healing = null;
        Reckoning reckoning = null;
        String notJudged = null;
        try {
            healing = breakAndMend(round, seed, incidents);
            watch.awaitQuiet(this::showProgress, incidents);
            incidents.addAll(odd.journalFindings(foreignBook));
            reckoning = ChaosWitness.judge(watch.evidence(offered, oddMessages(), incidents));
        } catch (JedisException | OrderBookException | UnusableSaleException | IncidentException failed) {
            incidents.add(failed.getMessage());
            notJudged = String.join("; ", incidents);
        }
        return new RoundResult(
                round,
                difference(before, notebook.counts()),
                notebook.unanswered() - unansweredBefore,
                healing == null ? null : healing.healed().toMillis(),
                healing == null ? null : healing.standstill(),
                reckoning,
                notJudged);
    }

    /** Returns how long it took until the sale went on; null, and an incident, if it did not. */
    private Healing breakAndMend(Plan.Round round, long seed, List<String> incidents) throws InterruptedException {
        offer(round.units());
        Instant begin = clock.instant();
        try (Buyers crowd = Buyers.begin(buyers, round.number(), seed, system.apiUrls(), notebook, clock)) {
            Healing healing = null;
            try {
                awaitAccepted("the first order of the round", begin);
                Waits.hold(Duration.ofMillis(round.delayMillis()));
                Instant blow = clock.instant();
                Damage damage = new Damage(clock);
                round.fault().strike(scene(round, damage));
                Instant mended = clock.instant();
                awaitSaleGoesOn(mended);
                healing = new Healing(Duration.between(blow, clock.instant()), standstill(damage));
                diary.say("mended; the sale went on " + seconds(healing.healed()) + " after the blow");
            } catch (IncidentException | StartFailedException failed) {
                incidents.add(failed.getMessage());
            }
            crowd.letFinish();
            Waits.await("all buyers have finished", Waits.BUYERS, round, crowd::haveFinished);
            crowd.check();
            return healing;
        }
    }

    private Standstill standstill(Damage damage) throws InterruptedException {
        Waits.await(
                "a purchase that the restarted instance decides",
                Waits.SERVICE,
                "see replies.csv",
                () -> notebook.firstDecided(damage.apis(), damage.struckAt()).isPresent());
        return damage.until(
                notebook.firstDecided(damage.apis(), damage.struckAt()).orElseThrow());
    }

    /** Only while all is quiet: what was judged before then stays as it was judged. */
    private void offer(int units) {
        try (SaleCounter counter = system.stores().counter()) {
            counter.reset(units);
        }
        offered = units + watch.rows();
    }

    private void offerMore() {
        try (SaleCounter counter = system.stores().counter()) {
            counter.add(UNITS_AFTER_REPAIR);
        }
        offered += UNITS_AFTER_REPAIR;
        diary.say(UNITS_AFTER_REPAIR + " further units on sale");
    }

    private void awaitAccepted(String what, Instant since) throws InterruptedException {
        Waits.await(what, Waits.SERVICE, "see replies.csv", () -> {
            showProgress();
            return notebook.hasAcceptedSince(since);
        });
    }

    /** What was sold while the log was away is pending and says nothing of the repair: then there has to be more. */
    private void awaitSaleGoesOn(Instant mended) throws InterruptedException {
        Waits.await("an order after the repair", Waits.SERVICE, "see replies.csv", () -> {
            showProgress();
            if (isSoldOut()) {
                offerMore();
            }
            return notebook.hasAcceptedSince(mended);
        });
    }

    private boolean isSoldOut() {
        try (SaleCounter counter = system.stores().counter()) {
            return "0".equals(counter.unitsLeft());
        }
    }

    private ChaosEvidence.Odd oddMessages() {
        List<String> stored =
                foreignBook.ordersAfter(0).stream().map(BookedOrder::orderId).toList();
        return new ChaosEvidence.Odd(
                odd.sent().toBeParked(), watch.log().parkedKeys(), odd.sent().toBeStored(), stored);
    }

    private Scene scene(Plan.Round round, Damage damage) {
        return new Scene(
                system,
                round,
                offered,
                notebook,
                watch.log(),
                odd,
                folder.resolve("redis-copy"),
                clock,
                damage,
                diary::say);
    }

    private void showProgress() {
        diary.show(notebook.counts());
    }

    private static Map<ReplyKind, Long> difference(Map<ReplyKind, Long> before, Map<ReplyKind, Long> after) {
        Map<ReplyKind, Long> difference = new EnumMap<>(ReplyKind.class);
        after.forEach((kind, count) -> difference.put(kind, count - before.getOrDefault(kind, 0L)));
        return difference;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    @Override
    public void close() {
        watch.close();
    }
}
