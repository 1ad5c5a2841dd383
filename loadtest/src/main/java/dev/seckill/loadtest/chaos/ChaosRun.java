package dev.seckill.loadtest.chaos;

import dev.seckill.infra.StartFailedException;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.sale.UnusableSaleException;
import dev.seckill.loadtest.shop.ChangeFailedException;
import dev.seckill.loadtest.witness.BookedOrder;
import java.io.IOException;
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

    /** Where the evidence of lies is. */
    static final String DISHONEST = "dishonest";

    /** Put on sale after the repair of a round that may have sold out, to see that the sale goes on. */
    private static final int UNITS_AFTER_REPAIR = 50;

    private final ChaosSystem system;
    private final StandAloneVerifier verifier;
    private final int buyers;
    private final Path folder;
    private final Clock clock;
    private final ChaosDiary diary;
    private final OrderLogView log;
    private final Stalls stalls;
    private final Notebook notebook;
    private final OddMessages odd;
    private final MySqlOrderBook foreignBook;
    /** Null if receipts are not checked. */
    private final ReceiptWatch receipts;

    /** After a fault: how long until it was mended and an order accepted, and how long the sale stood. */
    private record Healing(Duration healed, Standstill standstill) {}

    /**
     * @param folder for the list of all replies, and for the receipts
     * @param receipts of each sale to be checked after a round; 0 for none at all
     * @param verifier what they are checked with
     */
    ChaosRun(
            ChaosSystem system,
            int buyers,
            int receipts,
            StandAloneVerifier verifier,
            Path folder,
            Terminal terminal,
            Clock clock)
            throws IOException {
        this.system = system;
        this.verifier = verifier;
        this.buyers = buyers;
        this.folder = folder;
        this.clock = clock;
        this.diary = new ChaosDiary(terminal);
        this.log = new OrderLogView(system.stores().kafka());
        this.stalls = new Stalls(system, log, folder);
        this.notebook = stalls.first().notebook();
        this.odd = new OddMessages(system.stores().kafka(), clock);
        this.foreignBook = system.stores().book(OddMessages.FOREIGN_SALE);
        this.receipts = receipts == 0
                ? null
                : new ReceiptWatch(stalls.all(), system.apiUrls(), receipts, verifier, folder.resolve("receipts"));
    }

    /** Plays round after round, up to the first one that fails: what comes after it would prove nothing. */
    ChaosReport play(Plan plan) throws IOException, InterruptedException {
        List<RoundResult> results = new ArrayList<>();
        for (Plan.Round round : plan.rounds()) {
            diary.begin(round, plan.rounds().size());
            RoundResult result = checked(play(round, plan.seed()));
            results.add(result);
            diary.end(result);
            if (!result.isPass()) {
                break;
            }
        }
        ChaosReport report = new ChaosReport(plan.seed(), plan.rounds().size(), results);
        if (receipts == null || !report.isPass()) {
            return report;
        }
        diary.say("checking all receipts");
        return report.with(receipts.ofAll(report.total()));
    }

    /** Lets the shop tell lies, and sees that they come out; only once a plan was played. */
    List<LieResult> lie() throws IOException, InterruptedException {
        return new DishonestShop(system, verifier, folder.resolve(DISHONEST), diary::say).tellAll();
    }

    private RoundResult checked(RoundResult result) throws IOException, InterruptedException {
        if (receipts == null || !result.isPass()) {
            return result;
        }
        Instant begin = clock.instant();
        RoundResult checked = result.with(receipts.ofRound());
        diary.say("receipts checked within " + seconds(Duration.between(begin, clock.instant())));
        return checked;
    }

    private RoundResult play(Plan.Round round, long seed) throws InterruptedException {
        Map<ReplyKind, Long> before = stalls.counts();
        long unansweredBefore = stalls.unanswered();
        List<String> incidents = new ArrayList<>();
        Healing healing = null;
        List<SaleReckoning> reckonings = List.of();
        String notJudged = null;
        try {
            healing = breakAndMend(round, seed, incidents);
            for (Stall stall : stalls.all()) {
                stall.awaitQuiet(this::showProgress, incidents);
            }
            incidents.addAll(odd.journalFindings(foreignBook));
            reckonings = judge(incidents);
        } catch (JedisException
                | OrderBookException
                | UnusableSaleException
                | ChangeFailedException
                | IncidentException failed) {
            incidents.add(failed.getMessage());
            notJudged = String.join("; ", incidents);
        }
        return new RoundResult(
                round,
                difference(before, stalls.counts()),
                stalls.unanswered() - unansweredBefore,
                healing == null ? null : healing.healed().toMillis(),
                healing == null ? null : healing.standstill(),
                reckonings,
                Map.of(),
                notJudged);
    }

    /** What concerns no sale in particular is told with the first. */
    private List<SaleReckoning> judge(List<String> incidents) {
        List<SaleReckoning> reckonings = new ArrayList<>();
        for (Stall stall : stalls.all()) {
            boolean first = stall == stalls.first();
            reckonings.add(
                    stall.judge(first ? oddMessages() : ChaosEvidence.Odd.NONE, first ? incidents : new ArrayList<>()));
        }
        return reckonings;
    }

    /** Returns how long it took until the sales went on; null, and an incident, if one did not. */
    private Healing breakAndMend(Plan.Round round, long seed, List<String> incidents) throws InterruptedException {
        for (Stall stall : stalls.all()) {
            stall.supply().offer(round.units());
        }
        Instant begin = clock.instant();
        try (RoundPeople people = RoundPeople.begin(stalls.all(), buyers, round.number(), seed, system, clock)) {
            Healing healing = null;
            try {
                for (Stall stall : stalls.all()) {
                    awaitAccepted(stall, "the first order of the round", begin);
                }
                Waits.hold(Duration.ofMillis(round.delayMillis()));
                Instant blow = clock.instant();
                Damage damage = new Damage(clock);
                round.fault().strike(scene(round, damage));
                Instant mended = clock.instant();
                for (Stall stall : stalls.all()) {
                    awaitSaleGoesOn(stall, mended);
                }
                healing = new Healing(Duration.between(blow, clock.instant()), standstill(damage));
                diary.say("mended; the sales went on " + seconds(healing.healed()) + " after the blow");
            } catch (IncidentException | StartFailedException failed) {
                incidents.add(failed.getMessage());
            }
            people.letFinish();
            Waits.await("all buyers and operators have finished", Waits.BUYERS, round, people::haveFinished);
            people.check();
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
                notebook.firstDecided(damage.apis(), damage.struckAt()).orElseThrow(),
                notebook.p99Millis(damage.struckAt(), clock.instant()));
    }

    private void awaitAccepted(Stall stall, String what, Instant since) throws InterruptedException {
        Waits.await(what + " of sale " + stall.sale(), Waits.SERVICE, "see its replies", () -> {
            showProgress();
            return stall.notebook().hasAcceptedSince(since);
        });
    }

    /** What was sold while the log was away is pending and says nothing of the repair: then there has to be more. */
    private void awaitSaleGoesOn(Stall stall, Instant mended) throws InterruptedException {
        Waits.await("an order after the repair of sale " + stall.sale(), Waits.SERVICE, "see its replies", () -> {
            showProgress();
            if (isSoldOut(stall)) {
                stall.supply().add(UNITS_AFTER_REPAIR);
                diary.say(UNITS_AFTER_REPAIR + " further units of sale " + stall.sale());
            }
            return stall.notebook().hasAcceptedSince(mended);
        });
    }

    private static boolean isSoldOut(Stall stall) {
        try (SaleCounter counter = stall.stores().counter()) {
            return "0".equals(counter.unitsLeft());
        }
    }

    private ChaosEvidence.Odd oddMessages() {
        List<String> stored =
                foreignBook.ordersAfter(0).stream().map(BookedOrder::orderId).toList();
        return new ChaosEvidence.Odd(
                odd.sent().toBeParked(), log.parkedKeys(), odd.sent().toBeStored(), stored);
    }

    private Scene scene(Plan.Round round, Damage damage) {
        return new Scene(
                system,
                round,
                stalls.all(),
                notebook,
                log,
                odd,
                foreignBook,
                folder.resolve("redis-copy"),
                clock,
                damage,
                diary::say);
    }

    private void showProgress() {
        diary.show(stalls.counts());
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
        stalls.close();
    }
}
