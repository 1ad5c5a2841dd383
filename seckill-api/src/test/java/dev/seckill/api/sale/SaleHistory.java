package dev.seckill.api.sale;

import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Plays steps on a real sale and holds it against a simple model: a set of orders, a log, and what was offered. The
 * model knows nothing of counters, versions or transactions.
 */
final class SaleHistory {

    private static final int INSTANCES = 2;
    private static final int ATTEMPTS_MAX = 20;
    /** One upon an old look, two whose request or reply is lost, one that counts. */
    private static final int LOOKS = 4;
    /** The one before lets the keys expire; without it they only stay longer, and its reply may get lost. */
    private static final int BUYERS_COMMAND = 5;
    /** After it come those of orders: what buyers give back, states, and holds that begin and end; and none. */
    private static final int ORDERS_COMMANDS = 6;

    private static final Duration LONGER_THAN_ANY_HOLD = Duration.ofMinutes(1);
    /** Units that no batch sells or puts on sale together. */
    private static final int MORE_THAN_A_BATCH = 100;

    private final SaleWorld world;
    private final SaleId sale;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<EventId, OutboxEntry> log = new LinkedHashMap<>();
    /** Every event that somebody was told of, also those whose instance died before it could tell. */
    private final Set<EventId> known = new HashSet<>();
    /** All orders that somebody was told of, also those that were lost since. */
    private final List<OrderId> orders = new ArrayList<>();
    /** Numbers of the journal that recover has given up. */
    private final Set<Long> givenUp = new HashSet<>();

    private long offered;
    /** Units that somebody put on the counter, and that no event tells of yet. */
    private long untold;

    private int halfDone;

    /** An instance: what it has in memory is gone when it dies. */
    private final class Instance {
        private HookedClock clock = new HookedClock();
        private StockCounter counter = world.counter(clock);
        private final Deque<OutboxEntry> unpublished = new ArrayDeque<>();

        private void die() {
            counter.close();
            clock = new HookedClock();
            counter = world.counter(clock);
            unpublished.clear();
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    SaleHistory(SaleWorld world, SaleId sale, long stock) {
        this.world = world;
        this.sale = sale;
        world.restock(stock);
        this.offered = stock;
        this.untold = stock;
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(new Instance());
        }
    }

    /** Plays all the steps, lets a relay finish, and checks after each; returns what was violated, or null. */
    String play(List<SaleStep> steps) {
        for (SaleStep step : steps) {
            play(step);
            String violation = violation();
            if (violation != null) {
                return violation + " after " + step;
            }
        }
        world.passTime(LONGER_THAN_ANY_HOLD);
        for (int looks = 0; looks < LOOKS; looks++) {
            decide(instances.get(looks % INSTANCES), List.of());
        }
        relay(instances.get(0));
        if (world.state().heldOrders() > 0) {
            return "orders are held for ever: " + world.state().heldOrders();
        }
        if (!world.outbox().isEmpty()) {
            return "orders stay in the outbox for ever: " + world.outbox().size();
        }
        return violation();
    }

    private void play(SaleStep step) {
        Instance instance = instances.get(step.instance());
        switch (step.action()) {
            case DECIDE -> decideAndTell(instance, RandomRequests.anonymous(step.number()));
            case DECIDE_WITH_KEY -> decideAndTell(instance, List.of(RandomRequests.keyed(step.number())));
            case DECIDE_WITH_BUYER ->
                decideAndTell(instance, List.of(new Purchase(null, RandomRequests.buyer(step.number()))));
            case DECIDE_ALL_KINDS -> decideAndTell(instance, batch(step));
            case CHANGE_ORDERS -> decideAndTell(instance, changesOfOrders(step));
            case PASS_TIME -> world.passTime(Duration.ofSeconds(step.number()));
            case RESTOCK_WITH_KEY -> decideAndTell(instance, List.of(RandomRequests.restock(step.number())));
            case PAUSE -> decideAndTell(instance, List.of(RandomRequests.pause()));
            case RESUME -> decideAndTell(instance, List.of(RandomRequests.resume()));
            case DEFINE -> decideAndTell(instance, List.of(RandomRequests.define(new Random(step.seed()))));
            case CLOSE -> {
                if (step.number() == 1) { // seldom, since nothing comes after it
                    decideAndTell(instance, List.of(RandomRequests.close()));
                }
            }
            case CRASH_BEFORE_EXEC -> {
                instance.clock.beforeCommit(() -> {
                    throw new Crash();
                });
                try {
                    instance.counter.decide(batch(step), List.of());
                } catch (Crash died) {
                    instance.die();
                }
            }
            case CRASH_AFTER_EXEC -> {
                decide(instance, batch(step));
                instance.die();
            }
            case LOSE_EXEC -> {
                world.loseNextRequest();
                decide(instance, batch(step));
            }
            case LOSE_EXEC_REPLY -> {
                world.loseNextReply();
                decide(instance, batch(step));
            }
            case LOSE_EXEC_REPLY_AND_RESTOCK -> {
                // More than any batch has: as many could as well be units that it did not take.
                world.loseNextReply(() -> restock(MORE_THAN_A_BATCH + step.number()));
                decide(instance, batch(step));
            }
            case LOSE_EXEC_REPLY_AND_RACE -> {
                world.loseNextReply(() -> decide(rivalOf(step), batch(step)));
                decide(instance, batch(next(step)));
            }
            case FAIL_IN_EXEC -> failInExec(instance, step, changesAround(step));
            case FAIL_IN_EXEC_AND_LOSE_REPLY -> {
                world.loseNextReply();
                failInExec(instance, step, changesAround(step));
            }
            case FAIL_IN_EXEC_AND_LOSE_REPLY_AND_RACE -> {
                world.loseNextReply(() -> decide(rivalOf(step), batch(step)));
                // Units that such a batch puts on sale may be sold by others before it is undone.
                failInExec(instance, step, List.of(RandomRequests.resume(), half(-1)));
            }
            case RACE -> {
                Instance rival = rivalOf(step);
                world.passTime(Duration.ofSeconds(step.seed() % 3)); // so that both find something that is due
                instance.clock.beforeCommit(() -> decide(rival, batch(next(step))));
                decide(instance, batch(step));
            }
            case PUBLISH -> publish(instance);
            case RELAY -> relay(instance);
            case RESTOCK -> restock(step.number());
            case TAKE_BACK -> restock(-Math.min(step.number(), world.state().left()));
            case LOSE_STORE_AND_RECOVER -> loseAndRecover();
            case LOSE_COMPANION_AND_RECOVER ->
                loseAndRecover(instance, SaleLoss.values()[step.number() % SaleLoss.values().length]);
        }
        // What was to happen to a batch that turned out to change nothing must not happen to another.
        world.loseNothing();
        instance.clock.beforeCommit(() -> {});
    }

    private List<? extends Request> batch(SaleStep step) {
        return RandomRequests.batch(step, orders, world.now());
    }

    private List<Request> changesOfOrders(SaleStep step) {
        Random random = new Random(step.seed());
        return Stream.generate(() -> RandomRequests.change(random, orders, world.now()))
                .limit(step.number())
                .toList();
    }

    /** Another batch. */
    private static SaleStep next(SaleStep step) {
        return new SaleStep(step.action(), step.instance(), step.number(), step.seed() + 1);
    }

    private Instance rivalOf(SaleStep step) {
        return instances.get(1 - step.instance());
    }

    private void restock(long units) {
        world.restock(units);
        offered += units;
        untold += units;
    }

    /**
     * Somebody with a key reads an error because a command failed inside EXEC. Until recover, nobody sells or
     * delivers anything of it, also not to a retry.
     */
    private void failInExec(Instance instance, SaleStep step, List<? extends Request> changes) {
        Purchase purchase = new Purchase(new IdempotencyKey("half-" + halfDone), new BuyerId("half-" + halfDone), 1);
        List<Request> batch = new ArrayList<>(step.seed() % 3 > 0 ? changes : List.of());
        batch.add(purchase);
        halfDone++;
        SaleState before = world.state();
        if (before.phase() == SaleState.Phase.CLOSED
                || batch.size() == 1 && (before.left() <= 0 || before.phase() != SaleState.Phase.OPEN)) {
            return;
        }
        int command = step.number() < 5 ? step.number() - 1 : BUYERS_COMMAND + step.seed() % ORDERS_COMMANDS;
        world.failInNextExec(command);
        try {
            Attempt attempt = instance.counter.decide(batch, List.of());
            while (!(attempt instanceof Attempt.Decided)) {
                world.failInNextExec(command);
                attempt = instance.counter.decide(batch, List.of());
            }
            Attempt.Decided decided = (Attempt.Decided) attempt;
            boolean sold = decided.decisions().get(batch.size() - 1).outcome() == Outcome.ACCEPTED;
            if (movesUnits(decided) && (sold && command <= BUYERS_COMMAND || command < 3)) {
                throw new AssertionError(
                        "a batch was decided though command " + command + " of EXEC failed: " + decided);
            }
            remember(instance, attempt); // somebody else was faster and took what is needed
            return;
        } catch (StockUnavailableException expected) {
            // Its buyer reads 503.
        }
        instances.forEach(any -> assertHalted(any, purchase));
        relay(instances.get(0));
        recover();
    }

    private List<Request> changesAround(SaleStep step) {
        List<Request> changes = new ArrayList<>(
                List.of(RandomRequests.define(new Random(step.seed())), RandomRequests.resume(), half(step.number())));
        changes.addAll(changesOfOrders(step));
        return changes;
    }

    private SaleChange half(int units) {
        return new SaleChange.Restock("operator", new IdempotencyKey("half-" + halfDone), units);
    }

    /** What takes as many as it puts on sale does not need the counter. */
    private static boolean movesUnits(Attempt.Decided decided) {
        return decided.decisions().stream()
                        .filter(SaleHistory::isNew)
                        .mapToLong(decision -> decision.entry().event().units())
                        .sum()
                != 0;
    }

    private static boolean isNew(Decision decision) {
        return switch (decision.outcome()) {
            case ACCEPTED, CHANGED -> true;
            case LATE -> decision.entry() != null;
            default -> false;
        };
    }

    /** May still sell upon a look from before, lose a reply that was to be lost earlier, or refuse everything. */
    private void look(Instance instance) {
        try {
            decide(instance, RandomRequests.anonymous(1));
        } catch (StockUnavailableException expected) {
            // Its buyer reads 503.
        }
    }

    private static void assertHalted(Instance instance, Purchase purchase) {
        Attempt.Decided retry = (Attempt.Decided) instance.counter.decide(List.of(purchase), List.of());
        if (retry.decisions().get(0).outcome() != Outcome.NOT_OPEN) {
            throw new AssertionError("a halted sale answers " + retry.decisions());
        }
    }

    private void recover() {
        LoggedSale logged = emptyLog();
        Map<EventId, OutboxEntry> events = new LinkedHashMap<>(log);
        world.outbox().forEach(entry -> events.put(entry.id(), entry));
        events.values().forEach(logged::add);
        SaleState halted = world.state();
        rebuild(logged.rebuild(halted.offered(), halted), events, RedisSale.Kept.OUTBOX);
    }

    private void rebuild(RebuiltSale rebuilt, Map<EventId, OutboxEntry> events, RedisSale.Kept kept) {
        givenUp.removeIf(no -> no > rebuilt.journal().no()); // the log knows nothing of them: they are given again
        rebuilt.journal().voided().forEach(range -> {
            for (long no = range.first(); no <= range.last(); no++) {
                givenUp.add(no);
            }
        });
        for (OutboxEntry event : world.rebuild(rebuilt, events.values(), kept)) {
            append(event);
            known.add(event.id());
        }
        untold = 0;
    }

    private LoggedSale emptyLog() {
        return new LoggedSale(
                sale,
                new KafkaSettings("unused:0", "unused", 1, (short) 1, null, null, null, null, null, Set.of()),
                Long.MAX_VALUE);
    }

    private void decide(Instance instance, List<? extends Request> requests) {
        for (int tries = 0; tries < ATTEMPTS_MAX; tries++) {
            Attempt attempt = instance.counter.decide(requests, List.of());
            if (attempt instanceof Attempt.Decided) {
                remember(instance, attempt);
                return;
            }
        }
        throw new AssertionError("contended " + ATTEMPTS_MAX + " times in a row");
    }

    private void decideAndTell(Instance instance, List<? extends Request> requests) {
        decide(instance, requests);
        if (untold != 0) {
            throw new AssertionError("a decision tells nobody of " + untold + " units that were changed by hand");
        }
    }

    /** The new events of a decided batch. */
    private void remember(Instance instance, Attempt attempt) {
        if (!(attempt instanceof Attempt.Decided decided)) {
            return;
        }
        List<OutboxEntry> events = new ArrayList<>(decided.others());
        decided.decisions().stream()
                .filter(SaleHistory::isNew)
                .map(Decision::entry)
                .forEach(events::add);
        events.forEach(entry -> known.add(entry.id()));
        events.stream()
                .filter(entry -> entry.order() != null)
                .forEach(entry -> orders.add(entry.order().orderId()));
        instance.unpublished.addAll(events);
        events.stream()
                .map(OutboxEntry::event)
                .filter(SaleEvent.Restocked.class::isInstance)
                .map(SaleEvent.Restocked.class::cast)
                .forEach(this::count);
    }

    private void count(SaleEvent.Restocked restocked) {
        if (restocked.by().equals(SaleEvent.Restocked.BY_HAND)) {
            untold -= restocked.units();
        } else {
            offered += restocked.units();
        }
    }

    private void publish(Instance instance) {
        OutboxEntry entry = instance.unpublished.poll();
        if (entry != null) {
            // What was taken back is in the log before what was sold of it: nobody could tell later whose it was.
            world.outbox().stream()
                    .filter(before -> before.event() instanceof SaleEvent.Released released
                            && released.reason() == SaleEvent.Released.Reason.CANCELLED)
                    .filter(before -> before.event().no() < entry.event().no())
                    .forEach(this::append);
            append(entry);
            settle(instance, List.of(entry.id()));
        }
    }

    private void relay(Instance instance) {
        List<OutboxEntry> left = world.outbox();
        left.forEach(this::append);
        settle(instance, left.stream().map(OutboxEntry::id).toList());
    }

    private void append(OutboxEntry entry) {
        log.putIfAbsent(entry.id(), entry);
    }

    private void settle(Instance instance, List<EventId> events) {
        remember(instance, instance.counter.decide(List.of(), events));
    }

    /** Recover waits for the living instances to deliver; here they die with the store, which is harder. */
    private void loseAndRecover() {
        world.lose();
        known.retainAll(log.keySet());
        instances.forEach(Instance::die);
        LoggedSale logged = emptyLog();
        log.values().forEach(logged::add);
        if (logged.isExplained()) {
            offered = logged.allotment(); // what somebody did to the counter since then is lost with it
        }
        rebuild(logged.rebuild(offered, SaleState.parse(null, Map.of(), 0)), log, RedisSale.Kept.NOTHING);
    }

    /**
     * Once everybody has looked, nobody sells. The living instances deliver what they know while recover waits; one of
     * them died with what only the outbox knew.
     */
    private void loseAndRecover(Instance dying, SaleLoss companion) {
        if (!world.lose(companion)) {
            return;
        }
        for (int looks = 0; looks < LOOKS; looks++) {
            instances.forEach(this::look);
        }
        if (world.state().phase() != SaleState.Phase.HALTED) {
            throw new AssertionError("the sale goes on without " + companion);
        }
        dying.die();
        for (Instance any : instances) {
            any.unpublished.forEach(this::append);
            any.unpublished.clear();
        }
        Set<EventId> there = new HashSet<>(log.keySet());
        world.outbox().forEach(entry -> there.add(entry.id()));
        if (companion == SaleLoss.OUTBOX) {
            known.retainAll(there);
        }
        recover();
    }

    /** What of the promises does not hold now, or null. */
    private String violation() {
        Map<EventId, OutboxEntry> events = new HashMap<>(log);
        world.outbox().forEach(entry -> events.put(entry.id(), entry));
        if (!known.containsAll(events.keySet())) {
            return "there are events that nobody was told: " + events.size() + " events, " + known.size() + " known";
        }
        if (!events.keySet().containsAll(known)) {
            return "events that somebody was told are gone: " + events.size() + " events, " + known.size() + " known";
        }
        return new SaleIdentities(
                        sale,
                        events.values(),
                        world.state(),
                        world.buyers(),
                        world.orders(),
                        world.held(),
                        offered,
                        untold,
                        givenUp)
                .violation();
    }
}
