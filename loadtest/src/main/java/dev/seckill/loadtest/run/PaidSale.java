package dev.seckill.loadtest.run;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.payments.ExampleShop;
import dev.seckill.loadtest.payments.PaymentDesk;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.SalePlan;
import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.OrdersReplay;
import dev.seckill.loadtest.witness.PaidEvidence;
import dev.seckill.loadtest.witness.PaidEvidence.Payment;
import dev.seckill.loadtest.witness.PaidVerdict;
import dev.seckill.loadtest.witness.PaidWitness;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * One sale whose orders are held until they are paid, from its making to the verdict, on a system that tells the shop. What is
 * not paid in time is sold again, until everything is sold and paid. Used by one thread.
 */
final class PaidSale {

    private static final Duration HOLD_FOR = Duration.ofSeconds(4);

    /** Seven of ten pay in time, one pays late, two go away. */
    private static final PaymentDesk.Shares SHARES = new PaymentDesk.Shares(70, 10, Duration.ofSeconds(1));

    private static final long SEED = 1;

    /** How long the system may take to be ready, and to take one change of the sale. */
    private static final Duration READY_WAIT = Duration.ofSeconds(60);

    private static final Duration REPLY_WAIT = Duration.ofSeconds(20);

    /** How long it may take until everything is paid, past the buyers' arrival. */
    private static final Duration SALE_WAIT = Duration.ofSeconds(120);

    private final PlannedCase paid;
    private final SystemAddresses system;
    private final Credentials credentials;
    private final IntFunction<String> tokens;
    private final ExampleShop shop;
    private final Terminal terminal;
    private final Clock clock;
    private final List<String> incidents = new ArrayList<>();

    /** @param tokens the token of each buyer, by numbers from 1; null for each where the API takes the buyers' word */
    PaidSale(
            PlannedCase paid,
            SystemAddresses system,
            Credentials credentials,
            IntFunction<String> tokens,
            ExampleShop shop,
            Terminal terminal,
            Clock clock) {
        this.paid = paid;
        this.system = system;
        this.credentials = credentials;
        this.tokens = tokens;
        this.shop = shop;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** What came of it: the verdict, and what it is based on. */
    record Outcome(PaidVerdict verdict, PaidEvidence evidence) {}

    /**
     * Plays it.
     *
     * @throws dev.seckill.loadtest.shop.ChangeFailedException if the sale cannot be made or closed
     * @throws InterruptedException if the caller was interrupted
     */
    Outcome run() throws InterruptedException {
        MySqlOrderBook book =
                new MySqlOrderBook(system.mysql(), system.mysqlUser(), system.mysqlPassword(), paid.sale());
        AdminToken shopToken = credentials.shop();
        try (SaleCounter sale = new SaleCounter(system.redis(), paid.sale(), clock);
                PaymentDesk desk = new PaymentDesk(
                        system.api(),
                        new SaleRequests(paid.sale(), REPLY_WAIT),
                        shopToken.secret(),
                        SHARES,
                        SEED,
                        clock);
                PlannedCrowd crowd = new PlannedCrowd(system.api(), paid, tokens, clock)) {
            OrderBookWait.await(book, READY_WAIT, terminal);
            shop.paysAt(desk);
            Operator operator = operator();
            operator.define(new SalePlan(
                    "Sale with holds", paid.stock(), null, null, PlannedCase.PER_BUYER, HOLD_FOR, HOLD_FOR, false));
            terminal.say("Sale " + paid.sale() + ": " + paid.stock() + " units, held for " + HOLD_FOR.toSeconds()
                    + " s, " + PlannedCase.PER_BUYER + " for each buyer");
            terminal.say(paid.buyers() + " buyers within " + paid.arrival().toSeconds() + " s");
            crowd.begin();
            direct(crowd, desk, operator, book);
            settle(desk, sale, book);
            return judge(crowd, desk, sale, book);
        }
    }

    private Operator operator() {
        return new Operator(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                List.of(system.api()),
                credentials.admin(),
                paid.sale(),
                REPLY_WAIT,
                READY_WAIT);
    }

    private void direct(PlannedCrowd crowd, PaymentDesk desk, Operator operator, MySqlOrderBook book)
            throws InterruptedException {
        PlannedLine line = new PlannedLine(terminal);
        await(crowd, line, "everything to be sold", () -> crowd.served() >= paid.stock());
        line.say("everything is held or sold for the first time");
        await(
                crowd,
                line,
                "everything to be paid",
                () -> crowd.haveAllAsked()
                        && desk.isIdle()
                        && replay(book).units(OrdersReplay.State.CONFIRMED) >= paid.stock());
        operator.close();
        crowd.closed(clock.instant());
        await(crowd, line, "all buyers to go home", crowd::haveGone);
        line.say("everything is paid, closed");
    }

    private static OrdersReplay replay(MySqlOrderBook book) {
        OrdersReplay replay = new OrdersReplay();
        book.events().forEach(replay::take);
        return replay;
    }

    private void await(PlannedCrowd crowd, PlannedLine line, String what, BooleanSupplier condition)
            throws InterruptedException {
        Duration bound = paid.arrival().plus(SALE_WAIT);
        if (!Patience.await(bound, () -> {
            crowd.show(line);
            return condition.getAsBoolean();
        })) {
            incidents.add("waited " + bound.toSeconds() + " s in vain for " + what);
        }
    }

    /** Waits until the desk has dealt with every order, everything decided is in the order book, and the shop was told of it. */
    private void settle(PaymentDesk desk, SaleCounter sale, MySqlOrderBook book) throws InterruptedException {
        terminal.say("Waiting for the order book and the shop");
        if (!Patience.await(
                paid.settleWait(),
                () -> desk.payments().keySet().containsAll(replay(book).orders().keySet()) && desk.isIdle())) {
            incidents.add("the shop did not hear of every order within "
                    + paid.settleWait().toSeconds() + " s (orders at the desk="
                    + desk.payments().size() + ")");
        }
        JournalVerdict[] journal = new JournalVerdict[1];
        if (!Patience.await(
                paid.settleWait(),
                () -> (journal[0] = book.journal(sale.journalEnd())).missing() == 0
                        && sale.outboxSize() == 0
                        && told(book.events()).size() == eventsOfOrders(book.events()))) {
            incidents.add("the order book and the shop did not settle within "
                    + paid.settleWait().toSeconds() + " s (journal=" + journal[0] + ", webhooks="
                    + shop.inbox().size() + ")");
        }
    }

    private static long eventsOfOrders(List<JournalEvent> events) {
        return events.stream().filter(event -> event.orderId() != null).count();
    }

    /** The events of orders that the shop was told of. */
    private List<JournalEvent> told(List<JournalEvent> events) {
        return events.stream()
                .filter(event -> event.orderId() != null
                        && shop.inbox().told(event.orderId()).containsKey(event.no()))
                .toList();
    }

    private Outcome judge(PlannedCrowd crowd, PaymentDesk desk, SaleCounter sale, MySqlOrderBook book) {
        List<JournalEvent> events = book.events();
        Map<String, Map<Long, String>> webhooks = new HashMap<>();
        events.stream()
                .filter(event -> event.orderId() != null)
                .forEach(event -> webhooks.put(event.orderId(), shop.inbox().told(event.orderId())));
        incidents.addAll(shop.inbox().findings());
        Map<String, Payment> payments = new HashMap<>();
        desk.payments().forEach((order, payment) -> payments.put(order, of(payment)));
        PaidEvidence evidence = new PaidEvidence(
                paid.stock(),
                crowd.answers(),
                book.ordersAfter(0),
                book.fates(),
                events,
                book.steps(),
                sale.counter(),
                book.journal(sale.journalEnd()),
                payments,
                webhooks,
                incidents);
        return new Outcome(PaidWitness.judge(evidence), evidence);
    }

    private static Payment of(PaymentDesk.Payment payment) {
        if (payment.intent() == PaymentDesk.Intent.GO_AWAY) {
            return Payment.NONE;
        }
        return payment.isTaken() ? Payment.TAKEN : payment.isToBeRefunded() ? Payment.LATE : Payment.ODD;
    }
}
