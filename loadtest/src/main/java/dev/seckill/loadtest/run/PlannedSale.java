package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Settling;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.SalePlan;
import dev.seckill.loadtest.witness.BuyerOutcome;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.DueChange;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.PlannedEvidence;
import dev.seckill.loadtest.witness.PlannedExpectation;
import dev.seckill.loadtest.witness.PlannedVerdict;
import dev.seckill.loadtest.witness.PlannedWitness;
import dev.seckill.loadtest.witness.Silence;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * One planned sale from its making to the verdict, on a system that runs. It opens in a few seconds; when a third of its
 * units is sold it is paused, restocked and resumed, later restocked again, and closed when everybody has had a chance.
 * Used by one thread.
 */
final class PlannedSale {

    /** Time to lay the sale down twice, and for the first buyers to come too early. */
    private static final Duration OPENS_IN = Duration.ofSeconds(5);

    /** How long the system may take to be ready, and to take one change of the sale. */
    private static final Duration READY_WAIT = Duration.ofSeconds(60);

    private static final Duration REPLY_WAIT = Duration.ofSeconds(20);

    /** How long the buyers may take to buy what there is, past their arrival. */
    private static final Duration SALE_WAIT = Duration.ofSeconds(60);

    /** Buyers who must have been told of the pause before it ends; fewer if there are no more of them. */
    private static final int TOLD_OF_THE_PAUSE = 50;

    private final PlannedCase planned;
    private final SystemAddresses system;
    private final AdminToken admin;
    private final IntFunction<String> tokens;
    private final Terminal terminal;
    private final Clock clock;
    private final Operator operator;

    private final List<DueChange> changes = new ArrayList<>();
    private final List<Silence> silences = new ArrayList<>();
    private final List<String> incidents = new ArrayList<>();
    private Instant firstStop = Instant.MAX;

    /** @param tokens the token of each buyer, by numbers from 1; null for each where the API takes the buyers' word */
    PlannedSale(
            PlannedCase planned,
            SystemAddresses system,
            AdminToken admin,
            IntFunction<String> tokens,
            Terminal terminal,
            Clock clock) {
        this.planned = planned;
        this.system = system;
        this.admin = admin;
        this.tokens = tokens;
        this.terminal = terminal;
        this.clock = clock;
        this.operator = new Operator(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                List.of(system.api()),
                admin,
                planned.sale(),
                REPLY_WAIT,
                READY_WAIT);
    }

    /** What came of it: the verdict, and what it is based on. */
    record Outcome(PlannedVerdict verdict, PlannedEvidence evidence) {}

    /**
     * Plays it.
     *
     * @throws dev.seckill.loadtest.shop.ChangeFailedException if the sale cannot be made or changed
     * @throws InterruptedException if the caller was interrupted
     */
    Outcome run() throws InterruptedException {
        MySqlOrderBook book =
                new MySqlOrderBook(system.mysql(), system.mysqlUser(), system.mysqlPassword(), planned.sale());
        try (SaleCounter sale = new SaleCounter(system.redis(), planned.sale(), clock);
                PlannedCrowd crowd = new PlannedCrowd(system.api(), planned, tokens, clock)) {
            OrderBookWait.await(book, READY_WAIT, terminal);
            Instant opensAt = plan(sale);
            crowd.begin();
            direct(crowd);
            settle(sale, book);
            PlannedExpectation expectation = new PlannedExpectation(
                    planned.sale().value(),
                    planned.buyers(),
                    PlannedCase.PER_BUYER,
                    opensAt,
                    changes,
                    silences,
                    firstStop);
            PlannedEvidence evidence = new PlannedEvidence(
                    crowd.answers(),
                    book.ordersAfter(0),
                    book.steps(),
                    sale.counter(),
                    book.journal(sale.journalEnd()),
                    incidents);
            return new Outcome(PlannedWitness.judge(expectation, evidence), evidence);
        }
    }

    /** Sent twice, as after a lost reply: the second time it must change nothing. */
    private Instant plan(SaleCounter sale) throws InterruptedException {
        sale.time(); // connects
        Instant asking = clock.instant();
        Instant redisTime = sale.time();
        Instant opensAt = redisTime.plus(OPENS_IN).truncatedTo(ChronoUnit.MILLIS);
        SalePlan plan = new SalePlan("Planned sale", planned.stock(), opensAt, PlannedCase.PER_BUYER);
        operator.define(plan);
        operator.define(plan);
        noteChange("DEFINED", 0);
        if (planned.stock() > 0) {
            noteChange("RESTOCKED", planned.stock());
        }
        // The moment of that time is no earlier than the asking, so this is no later than the opening.
        Instant surelyBefore = asking.plus(Duration.between(redisTime, opensAt));
        silences.add(new Silence("before the opening", Instant.MIN, surelyBefore));
        terminal.say("Sale " + planned.sale() + ": " + planned.stock() + " units, " + PlannedCase.PER_BUYER
                + " for each buyer, opens at " + opensAt);
        terminal.say(planned.buyers() + " buyers within " + planned.arrival().toSeconds() + " s");
        return opensAt;
    }

    private void direct(PlannedCrowd crowd) throws InterruptedException {
        PlannedLine line = new PlannedLine(terminal);
        long sellable = Math.min(planned.stock(), planned.buyers());
        await(crowd, line, "a third of the units to be sold", () -> crowd.served() >= (sellable + 2) / 3);
        pauseAndRestock(crowd, line);
        long afterPause = Math.min(planned.stock() + planned.restock(), planned.due());
        await(crowd, line, "the units of the restock to be sold", () -> crowd.served() >= afterPause);
        restock("while it is open");
        line.say("restocked by " + planned.restock() + " while buyers buy");
        await(crowd, line, "everything to be sold", () -> crowd.served() >= planned.due() && crowd.haveAllAsked());
        Instant closing = clock.instant();
        firstStop = firstStop.isBefore(closing) ? firstStop : closing;
        operator.close();
        Instant closed = clock.instant();
        noteChange("CLOSED", 0);
        operator.close();
        silences.add(new Silence("after the close", closed, Instant.MAX));
        crowd.closed(closed);
        await(crowd, line, "all buyers to go home", crowd::haveGone);
        line.say("closed");
    }

    private void pauseAndRestock(PlannedCrowd crowd, PlannedLine line) throws InterruptedException {
        firstStop = clock.instant();
        operator.pause();
        Instant paused = clock.instant();
        noteChange("PAUSED", 0);
        restock("in the pause");
        int due = Math.min(TOLD_OF_THE_PAUSE, planned.buyers() - crowd.served());
        await(crowd, line, "buyers to be told of the pause", () -> crowd.count(BuyerOutcome.NOT_OPEN, paused) >= due);
        line.say("paused, and restocked by " + planned.restock());
        silences.add(new Silence("in the pause", paused, clock.instant()));
        operator.resume();
        noteChange("RESUMED", 0);
        line.say("resumed");
    }

    /** Sent twice under its key, as after a lost reply: it must happen once. */
    private void restock(String when) throws InterruptedException {
        String key = "restock-" + when.replace(' ', '-');
        operator.restock(planned.restock(), key);
        operator.restock(planned.restock(), key);
        noteChange("RESTOCKED", planned.restock());
    }

    private void noteChange(String what, long units) {
        changes.add(new DueChange(what, units, admin.name()));
    }

    private void await(PlannedCrowd crowd, PlannedLine line, String what, BooleanSupplier condition)
            throws InterruptedException {
        Duration bound = OPENS_IN.plus(planned.arrival()).plus(SALE_WAIT);
        if (!Patience.await(bound, () -> {
            crowd.show(line);
            return condition.getAsBoolean();
        })) {
            incidents.add("waited " + bound.toSeconds() + " s in vain for " + what);
        }
    }

    /** Waits until everything decided is in the order book. */
    private void settle(SaleCounter sale, MySqlOrderBook book) throws InterruptedException {
        terminal.say("Waiting for the order book");
        Settling settling = new Settling(sale, book, new CounterState(0, 0, 0, 0));
        JournalVerdict[] journal = new JournalVerdict[1];
        if (!Patience.await(
                planned.settleWait(),
                () -> settling.isDone() && (journal[0] = book.journal(sale.journalEnd())).missing() == 0)) {
            incidents.add("the order book did not settle within "
                    + planned.settleWait().toSeconds() + " s (" + settling + ", journal=" + journal[0] + ")");
        }
    }
}
