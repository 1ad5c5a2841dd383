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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

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

    private final SaleWorld world;
    private final SaleId sale;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<EventId, OutboxEntry> log = new LinkedHashMap<>();
    private final Map<String, OrderId> loggedKeys = new HashMap<>();
    /** Every event that somebody was told of, also those whose instance died before it could tell. */
    private final Set<EventId> known = new HashSet<>();

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
        decide(instances.get(0), List.of());
        relay(instances.get(0));
        if (!world.outbox().isEmpty()) {
            return "orders stay in the outbox for ever: " + world.outbox().size();
        }
        return violation();
    }

    private void play(SaleStep step) {
        Instance instance = instances.get(step.instance());
        switch (step.action()) {
            case DECIDE -> decideAndTell(instance, anonymous(step.number()));
            case DECIDE_WITH_KEY -> decideAndTell(instance, List.of(keyed(step.number())));
            case DECIDE_WITH_BUYER -> decideAndTell(instance, List.of(new Purchase(null, buyer(step.number()))));
            case CRASH_BEFORE_EXEC -> {
                instance.clock.beforeCommit(() -> {
                    throw new Crash();
                });
                try {
                    instance.counter.decide(anonymous(step.number()), List.of());
                } catch (Crash died) {
                    instance.die();
                }
                instance.clock.beforeCommit(() -> {}); // nothing was left to be sold
            }
            case CRASH_AFTER_EXEC -> {
                decide(instance, anonymous(step.number()));
                instance.die();
            }
            case LOSE_EXEC -> {
                world.loseNextRequest();
                decide(instance, anonymous(step.number()));
            }
            case LOSE_EXEC_REPLY -> {
                world.loseNextReply();
                decide(instance, anonymous(step.number()));
            }
            case LOSE_EXEC_REPLY_AND_RESTOCK -> {
                if (world.state().left() > 0) {
                    // Not as many as the batch has: those could as well be units that it did not take.
                    world.loseNextReply(() -> restock(step.number() + 1));
                }
                decide(instance, anonymous(step.number()));
            }
            case LOSE_EXEC_REPLY_AND_RACE -> {
                if (world.state().left() > 0) {
                    world.loseNextReply(() -> decide(rivalOf(step), anonymous(step.number())));
                }
                decide(instance, anonymous(1));
            }
            case FAIL_IN_EXEC -> failInExec(instance, step.number());
            case FAIL_IN_EXEC_AND_LOSE_REPLY -> {
                world.loseNextReply();
                failInExec(instance, step.number());
            }
            case FAIL_IN_EXEC_AND_LOSE_REPLY_AND_RACE -> {
                if (world.state().left() > 0) {
                    world.loseNextReply(() -> decide(rivalOf(step), anonymous(step.number())));
                }
                failInExec(instance, step.number());
            }
            case RACE -> {
                Instance rival = rivalOf(step);
                instance.clock.beforeCommit(() -> decide(rival, anonymous(1)));
                decide(instance, anonymous(step.number()));
                instance.clock.beforeCommit(() -> {});
            }
            case PUBLISH -> publish(instance);
            case RELAY -> relay(instance);
            case RESTOCK -> restock(step.number());
            case TAKE_BACK -> restock(-Math.min(step.number(), world.state().left()));
            case LOSE_STORE_AND_RECOVER -> loseAndRecover();
            case LOSE_COMPANION_AND_RECOVER ->
                loseAndRecover(instance, SaleLoss.values()[step.number() % SaleLoss.values().length]);
        }
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
    private void failInExec(Instance instance, int number) {
        Purchase purchase = new Purchase(new IdempotencyKey("half-" + halfDone++), buyer(number));
        if (world.state().left() <= 0) {
            return;
        }
        int command = number < 5 ? number - 1 : BUYERS_COMMAND;
        world.failInNextExec(command);
        try {
            Attempt attempt = instance.counter.decide(List.of(purchase), List.of());
            while (!(attempt instanceof Attempt.Decided)) {
                world.failInNextExec(command);
                attempt = instance.counter.decide(List.of(purchase), List.of());
            }
            if (((Attempt.Decided) attempt).decisions().get(0).outcome() == Outcome.SOLD_OUT) {
                world.failInNextExec(-1); // somebody else was faster and got the last one
                remember(instance, attempt);
                return;
            }
            throw new AssertionError("a batch was decided though command " + command + " of EXEC failed");
        } catch (StockUnavailableException expected) {
            // Its buyer reads 503.
        }
        instances.forEach(any -> assertHalted(any, purchase));
        relay(instances.get(0));
        recover(RedisSale.Kept.ALL);
    }

    /** May still sell upon a look from before, lose a reply that was to be lost earlier, or refuse everything. */
    private void look(Instance instance) {
        try {
            decide(instance, anonymous(1));
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

    private void recover(RedisSale.Kept kept) {
        LoggedSale logged = emptyLog();
        Map<EventId, OutboxEntry> events = new LinkedHashMap<>(log);
        world.outbox().forEach(entry -> events.put(entry.id(), entry));
        events.values().forEach(logged::add);
        SaleState halted = world.state();
        rebuild(logged.rebuild(halted.offered(), halted), events, kept);
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

    private void decide(Instance instance, List<Purchase> purchases) {
        for (int tries = 0; tries < ATTEMPTS_MAX; tries++) {
            Attempt attempt = instance.counter.decide(purchases, List.of());
            if (attempt instanceof Attempt.Decided) {
                remember(instance, attempt);
                return;
            }
        }
        throw new AssertionError("contended " + ATTEMPTS_MAX + " times in a row");
    }

    private void decideAndTell(Instance instance, List<Purchase> purchases) {
        decide(instance, purchases);
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
                .filter(decision -> decision.outcome() == Outcome.ACCEPTED)
                .map(Decision::entry)
                .forEach(events::add);
        events.forEach(entry -> known.add(entry.id()));
        instance.unpublished.addAll(events);
        events.stream()
                .map(OutboxEntry::event)
                .filter(SaleEvent.Restocked.class::isInstance)
                .forEach(event -> untold -= event.units());
    }

    private void publish(Instance instance) {
        OutboxEntry entry = instance.unpublished.poll();
        if (entry != null) {
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
        if (entry.key() != null) {
            loggedKeys.putIfAbsent(entry.key().value(), entry.order().orderId());
        }
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
        rebuild(logged.rebuild(offered, SaleState.parse(null, Map.of(), 0)), log, RedisSale.Kept.ALL);
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
        recover(companion == SaleLoss.OUTBOX ? RedisSale.Kept.OUTBOX : RedisSale.Kept.ALL);
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
        Map<EventId, OutboxEntry> orders = new HashMap<>(events);
        orders.values().removeIf(entry -> entry.order() == null);
        SaleState state = world.state();
        if (orders.size() > offered) {
            return "oversold: " + orders.size() + " orders for " + offered + " units";
        }
        if (state.left() + orders.size() != offered) {
            return "units are not conserved: left " + state.left() + " + " + orders.size() + " orders != " + offered;
        }
        if (state.decided() != orders.size()) {
            return "decided " + state.decided() + " != " + orders.size() + " orders";
        }
        Set<Long> seqs = new HashSet<>();
        for (OutboxEntry entry : orders.values()) {
            if (!seqs.add(entry.order().seq())) {
                return "number given twice: " + entry.order().seq();
            }
        }
        String gap = gapIn(events.values(), state.lastNo());
        if (gap != null) {
            return gap;
        }
        String sum = violatedLeft(events.values(), state);
        if (sum != null) {
            return sum;
        }
        Map<String, String> units = new HashMap<>();
        for (OutboxEntry entry : orders.values()) {
            if (entry.order().buyer() != null) {
                units.merge(
                        StoredFields.of(entry.order().buyer()),
                        "1",
                        (had, one) -> Integer.toString(Integer.parseInt(had) + 1));
            }
        }
        if (!units.equals(world.buyers())) {
            return "buyers have " + units + ", the sale remembers " + world.buyers();
        }
        Map<String, OrderId> keys = new HashMap<>(loggedKeys);
        for (OutboxEntry entry : orders.values()) {
            if (entry.key() != null) {
                OrderId other =
                        keys.putIfAbsent(entry.key().value(), entry.order().orderId());
                if (other != null && !other.equals(entry.order().orderId())) {
                    return "key has two orders: " + entry.key();
                }
            }
        }
        return null;
    }

    /** Each number of the journal belongs to one event, or recover has given it up. */
    private String gapIn(Collection<OutboxEntry> entries, long lastNo) {
        Set<Long> nos = new HashSet<>();
        for (OutboxEntry entry : entries) {
            if (!nos.add(entry.event().no())) {
                return "number of the journal given twice: " + entry.event().no();
            }
        }
        for (long no = 1; no <= lastNo; no++) {
            if (nos.contains(no) == givenUp.contains(no)) {
                return "number " + no + " of the journal is " + (nos.remove(no) ? "there and given up" : "missing");
            }
            nos.remove(no);
        }
        return nos.isEmpty() ? null : "numbers past the last, " + lastNo + ": " + nos;
    }

    /**
     * What is left adds up from event to event, where recover has given up none between them. Where it says which it gave up, the
     * units of all that stand add up, unless some were lost since.
     */
    private String violatedLeft(Collection<OutboxEntry> entries, SaleState state) {
        List<SaleEvent> journal = entries.stream()
                .map(OutboxEntry::event)
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
        Set<Long> open = new HashSet<>();
        SaleEvent before = null;
        long sum = 0;
        for (SaleEvent event : journal) {
            sum += event.units();
            long from = before == null ? 0 : before.left();
            long next = before == null ? 1 : before.no() + 1;
            LongStream.range(next, event.no()).forEach(open::add);
            boolean adds = event.no() > next || event.left() == from + event.units();
            if (event instanceof SaleEvent.Recovered recovered) {
                recovered.voided().forEach(range -> open.removeIf(range::has));
                adds = !open.isEmpty() || event.left() == Math.max(0, sum);
            }
            if (!adds) {
                return "left does not add up: " + before + ", then " + event;
            }
            before = event;
        }
        if (before != null && before.left() != state.journalLeft()) {
            return "left after the last event, but remembered " + state.journalLeft() + ": " + before;
        }
        return state.changedByHand() == untold
                ? null
                : "somebody changed " + untold + " by hand, the sale thinks " + state.changedByHand();
    }

    private static List<Purchase> anonymous(int count) {
        return Collections.nCopies(count, Purchase.ANONYMOUS);
    }

    private static Purchase keyed(int number) {
        return new Purchase(new IdempotencyKey("key-" + number), number % 2 == 0 ? buyer(number) : null);
    }

    /** Few, so that they buy again. */
    private static BuyerId buyer(int number) {
        return new BuyerId("buyer-" + number % 3);
    }
}
