package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.witness.RehearsalEvidence;
import dev.seckill.loadtest.witness.RehearsalEvidence.Book;
import dev.seckill.loadtest.witness.RehearsalTerms;
import dev.seckill.loadtest.witness.RehearsalVerdict;
import dev.seckill.loadtest.witness.RehearsalWitness;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * A burst on a system that somebody else runs, and that may sell to others meanwhile. It knows of it what a client can: its
 * address and a token. Its sale is closed at the end, also when that comes early.
 */
final class Rehearsal {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(10);
    private static final Duration CHANGE_WAIT = Duration.ofSeconds(20);
    /** After the last buyer's arrival. */
    private static final Duration SALE_WAIT = Duration.ofSeconds(60);

    private final PlannedCase planned;
    private final URI api;
    private final HttpClient http;
    private final AdminToken admin;
    private final IntFunction<String> tokens;
    private final Terminal terminal;
    private final Clock clock;
    private final List<String> incidents = new ArrayList<>();

    /** @param tokens the token of each buyer, by numbers from 1; null for each where the API takes the buyers' word */
    Rehearsal(
            PlannedCase planned,
            URI api,
            HttpClient http,
            AdminToken admin,
            IntFunction<String> tokens,
            Terminal terminal,
            Clock clock) {
        this.planned = planned;
        this.api = api;
        this.http = http;
        this.admin = admin;
        this.tokens = tokens;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** What came of it: the verdict, and what it is based on. */
    record Outcome(RehearsalVerdict verdict, RehearsalEvidence evidence) {}

    /**
     * Plays it.
     *
     * @throws dev.seckill.loadtest.shop.ChangeFailedException if the sale cannot be made or closed
     * @throws InterruptedException if the caller was interrupted; the sale is closed even so
     */
    Outcome run() throws InterruptedException {
        Operator operator = new Operator(http, List.of(api), admin, planned.sale(), REPLY_WAIT, CHANGE_WAIT);
        try (ShadowSale sale = new ShadowSale(planned, operator, terminal);
                PlannedCrowd crowd = new PlannedCrowd(api, planned, tokens, http, clock)) {
            sale.open(bound().multipliedBy(2));
            terminal.say("Sale " + planned.sale() + ": " + planned.stock() + " units, " + PlannedCase.PER_BUYER
                    + " for each buyer");
            terminal.say(
                    planned.buyers() + " buyers within " + planned.arrival().toSeconds() + " s");
            PlannedLine line = new PlannedLine(terminal);
            crowd.begin();
            long due = Math.min(planned.stock(), planned.buyers());
            await(crowd, line, "everything to be sold", () -> crowd.served() >= due && crowd.haveAllAsked());
            Instant closing = clock.instant();
            sale.end();
            crowd.closed(clock.instant());
            await(crowd, line, "all buyers to go home", crowd::haveGone);
            line.say("closed");
            return judge(crowd, closing);
        }
    }

    private Duration bound() {
        return planned.arrival().plus(SALE_WAIT);
    }

    private void await(PlannedCrowd crowd, PlannedLine line, String what, BooleanSupplier condition)
            throws InterruptedException {
        if (!Patience.await(bound(), () -> {
            crowd.show(line);
            return condition.getAsBoolean();
        })) {
            incidents.add("waited " + bound().toSeconds() + " s in vain for " + what);
        }
    }

    private Outcome judge(PlannedCrowd crowd, Instant closing) throws InterruptedException {
        terminal.say("Waiting for the order book, as far as the API passes it on");
        SaleReads reads = new SaleReads(http, api, planned.sale(), admin);
        Book[] book = new Book[1];
        if (!Patience.await(planned.settleWait(), () -> {
            book[0] = reads.book();
            return book[0].unseen() != null || book[0].rows().size() >= crowd.orders();
        })) {
            incidents.add("the order book did not settle within "
                    + planned.settleWait().toSeconds() + " s");
        }
        RehearsalEvidence evidence = new RehearsalEvidence(crowd.answers(), closing, reads.sale(), book[0], incidents);
        RehearsalTerms terms = new RehearsalTerms(planned.sale().value(), planned.buyers(), planned.stock());
        return new Outcome(RehearsalWitness.judge(terms, evidence), evidence);
    }
}
