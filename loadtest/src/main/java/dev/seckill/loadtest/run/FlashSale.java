package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Settling;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.load.Crowd;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.Evidence;
import dev.seckill.loadtest.witness.Expectation;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.Verdict;
import dev.seckill.loadtest.witness.Witness;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One flash sale from the reset to the verdict, on a system that runs. */
final class FlashSale {

    /** How long the system may take to be ready and to have its table, once something answers. */
    private static final Duration READY_WAIT = Duration.ofSeconds(60);

    /** How long a load may go on after the last buyer has arrived; only the claim on the sale depends on it. */
    private static final Duration LOAD_OVERTIME = Duration.ofMinutes(3);

    private final SaleCase saleCase;
    private final SystemAddresses system;
    private final Load load;
    private final Terminal terminal;
    private final Clock clock;

    FlashSale(SaleCase saleCase, SystemAddresses system, Load load, Terminal terminal, Clock clock) {
        this.saleCase = Objects.requireNonNull(saleCase, "saleCase");
        this.system = Objects.requireNonNull(system, "system");
        this.load = Objects.requireNonNull(load, "load");
        this.terminal = Objects.requireNonNull(terminal, "terminal");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Runs the case.
     *
     * @param mayWipe whether units of a sale that is not this job's own may be wiped without asking
     * @throws RunRefusedException if they may not, and nobody could be asked or the answer was no; nothing was changed
     * @throws SystemNotReadyException if the API does not sell the stock within its bound
     * @throws InterruptedException if the caller was interrupted
     */
    Verdict run(boolean mayWipe) throws InterruptedException {
        MySqlOrderBook book =
                new MySqlOrderBook(system.mysql(), system.mysqlUser(), system.mysqlPassword(), saleCase.sale());
        try (SaleCounter sale = new SaleCounter(system.redis(), saleCase.sale(), clock)) {
            OrderBookWait.await(book, READY_WAIT, terminal);
            claim(sale);
            try {
                return runClaimed(sale, book, mayWipe);
            } finally {
                sale.release();
            }
        }
    }

    /** Two runs at once would reset each other's sale. */
    private void claim(SaleCounter sale) {
        Duration longest =
                READY_WAIT.plus(saleCase.arrival()).plus(LOAD_OVERTIME).plus(saleCase.settleWait());
        if (!sale.claim(longest)) {
            throw new RunRefusedException("another run is selling from sale " + saleCase.sale()
                    + "; wait for its end. If it was killed, its claim ends by itself, or with `redis-cli DEL '"
                    + sale.claimKey() + "'`");
        }
    }

    private Verdict runClaimed(SaleCounter sale, MySqlOrderBook book, boolean mayWipe) throws InterruptedException {
        CounterState before = reset(sale, book, mayWipe);
        awaitReady();
        List<Answer> answers = send();
        List<String> incidents = settle(sale, book, before);
        Expectation expectation =
                new Expectation(saleCase.sale().value(), load.came(crowd()), saleCase.stock(), before, false);
        return Witness.judge(
                expectation,
                new Evidence(
                        answers, book.ordersAfter(before.seq()), sale.counter(), awaitJournal(sale, book), incidents));
    }

    private CounterState reset(SaleCounter sale, MySqlOrderBook book, boolean mayWipe) {
        refuseIfBookIsAhead(sale.seq(), book);
        String left = sale.unitsLeft();
        if (!mayWipe && sale.isForeign()) {
            askToWipe(left);
        }
        CounterState before = sale.reset(saleCase.stock());
        terminal.say("Sale " + saleCase.sale() + ": " + before.left() + " units, " + before.decided()
                + " sold in earlier runs");
        return before;
    }

    /** Else the places of this run are taken: every order would be parked. */
    private void refuseIfBookIsAhead(long seq, MySqlOrderBook book) {
        long ahead = book.countAfter(seq);
        if (ahead > 0) {
            throw new RunRefusedException("the order book has " + ahead + " orders of sale " + saleCase.sale()
                    + " past place " + seq + ", where Redis stands: Redis was emptied, or is another one. Take a new"
                    + " sale with --sale, or give the right --redis and --mysql");
        }
    }

    private void askToWipe(String left) {
        String what = "sale " + saleCase.sale() + " in Redis has " + left + " units that no run of this job put there";
        if (!terminal.canAsk()) {
            throw new RunRefusedException(what + "; give --yes to wipe them, or another sale with --sale");
        }
        if (!terminal.ask(what + ". Wipe them?")) {
            throw new RunRefusedException("nothing was changed");
        }
    }

    /** Also waits until the API has seen the reset: it remembers that it was sold out, and may look elsewhere. */
    private void awaitReady() throws InterruptedException {
        ApiProbe probe = new ApiProbe(system.api());
        ApiProbe.Health[] last = new ApiProbe.Health[1];
        if (!Patience.await(READY_WAIT, () -> (last[0] = probe.look()).isReadyFor(saleCase.stock()))) {
            throw new SystemNotReadyException("the API at " + system.api() + " was not ready for a stock of "
                    + saleCase.stock() + " within " + READY_WAIT.toSeconds() + " s (status=" + last[0].status()
                    + ", answer=" + last[0].text() + "). If it has another stock, it uses another Redis or another"
                    + " sale than this job: see --redis and --sale");
        }
    }

    private List<Answer> send() throws InterruptedException {
        terminal.say(saleCase.buyers() + " buyers within " + saleCase.arrival().toSeconds() + " s");
        ProgressLine progress = new ProgressLine(terminal, clock, saleCase.buyers());
        try {
            return load.send(crowd(), progress);
        } finally {
            progress.end();
        }
    }

    private Crowd crowd() {
        return new Crowd(saleCase.buyers(), saleCase.arrival(), system.api().resolve(saleCase.path()));
    }

    /** Events that are no orders come another way, and perhaps later; numbers that never come are in the verdict. */
    private JournalVerdict awaitJournal(SaleCounter sale, MySqlOrderBook book) throws InterruptedException {
        JournalVerdict[] last = new JournalVerdict[1];
        Patience.await(saleCase.settleWait(), () -> (last[0] = book.journal(sale.journalEnd())).missing() == 0);
        return last[0];
    }

    /** Waits until every decided order is in the order book; returns what went wrong. */
    private List<String> settle(SaleCounter sale, MySqlOrderBook book, CounterState before)
            throws InterruptedException {
        terminal.say("Waiting for the order book");
        Settling settling = new Settling(sale, book, before);
        return Patience.await(saleCase.settleWait(), settling::isDone)
                ? List.of()
                : List.of("the order book did not settle within "
                        + saleCase.settleWait().toSeconds() + " s (" + settling + ")");
    }
}
