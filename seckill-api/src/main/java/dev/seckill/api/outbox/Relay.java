package dev.seckill.api.outbox;

import dev.seckill.api.decide.StopFailedException;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events that stay in the outbox of any sale: those that could not be sent, those of a past life of this instance,
 * and those of instances that died. It finds the sales that hold orders, whose time runs out though nobody asks. It also settles what is logged of sales that are not decided here. Several relays may
 * send the same event; the order book removes duplicates.
 */
public final class Relay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    /** Time between two signs of life while nothing blocks, and bound on one delivery between them. */
    public static final Duration BEAT = Duration.ofSeconds(1);

    /** Sales looked at, and others taken into use, after each search of the outboxes: they are in memory then. */
    private static final int LOOKS_MAX = 100;

    private final Outbox outbox;
    private final OutboxDelivery delivery;
    private final Settings settings;
    private final Consumer<SaleId> looks;
    private final Predicate<SaleId> takesIntoUse;
    private final Clock clock;
    private final LeftBehind leftBehind;
    private final OutboxAges ages = new OutboxAges();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "relay");
    private long lookDueNanos = System.nanoTime();
    private final SparseLine found = new SparseLine();
    private boolean away;
    private volatile OutboxSeen seen = OutboxSeen.NONE;
    /** Sales whose outboxes were left alone at the last look. */
    private Set<SaleId> withheld = Set.of();
    /** Sales of which something was to be settled at the last turn. */
    private Set<SaleId> unsettled = Set.of();

    private final Turns turns = new Turns();

    /**
     * The relay's bounds.
     *
     * @param interval time between two looks at the outbox, give or take a tenth
     * @param after how long an order is seen in the outbox before it is adopted; longer than any instance takes to read
     *     back what became of a transaction
     * @param batchMax orders seen and adopted in one look; the next one goes on from there
     * @param stopWait how long closing waits for the look that is under way
     */
    public record Settings(Duration interval, Duration after, int batchMax, Duration stopWait) {}

    /**
     * Starts; the outbox belongs to the relay from now on and is closed with it.
     *
     * @param looks has somebody look whether a sale is sound: nobody may ask for it any more. Must not block
     * @param takesIntoUse has somebody take a sale into use that holds orders; false if it was. Must not block
     */
    public Relay(
            Outbox outbox,
            OutboxDelivery delivery,
            Settings settings,
            Consumer<SaleId> looks,
            Predicate<SaleId> takesIntoUse,
            Clock clock) {
        this.outbox = outbox;
        this.delivery = delivery;
        this.settings = settings;
        this.looks = looks;
        this.takesIntoUse = takesIntoUse;
        this.clock = clock;
        this.leftBehind = new LeftBehind(settings.after());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(untilNextTurnMillis(), TimeUnit.MILLISECONDS)) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settleTheRest();
            outbox.close();
        }
    }

    private long untilNextTurnMillis() {
        long untilLook = TimeUnit.NANOSECONDS.toMillis(lookDueNanos - System.nanoTime()) + 1;
        return Math.max(1, Math.min(untilLook, BEAT.toMillis()));
    }

    private void turn() {
        try {
            outbox.beat(clock.instant(), delivery.unloggedBySale());
            settleTheIdle();
            if (System.nanoTime() - lookDueNanos >= 0) {
                lookDueNanos = System.nanoTime() + pauseNanos();
                deliverLeftBehind();
                deliverFailed();
            }
            away = false;
        } catch (RuntimeException e) {
            delivery.events().relayFailed();
            if (!away) {
                log.warn("relay - cannot look at the outbox, trying on (reason={})", Reason.of(e));
            }
            away = true;
        }
    }

    /** What was in the outboxes when it looked last. Any thread. */
    public OutboxSeen seen() {
        return seen;
    }

    /** The interval, give or take a tenth, so that two instances do not look in step. */
    private long pauseNanos() {
        long interval = settings.interval().toNanos();
        return interval - interval / 10 + ThreadLocalRandom.current().nextLong(interval / 5 + 1);
    }

    /** Sales whose decision thread does not settle what is logged, because nobody asks for them here. */
    private void settleTheIdle() {
        Set<SaleId> waiting = Set.copyOf(delivery.salesToSettle());
        for (SaleId sale : waiting) {
            if (unsettled.contains(sale)) {
                settle(delivery.takeLogged(sale, settings.batchMax()));
            }
        }
        unsettled = waiting;
    }

    /** What is logged and was not settled by those who decide, who have stopped by now. */
    private void settleTheRest() {
        if (away) {
            return;
        }
        try {
            delivery.salesToSettle().forEach(sale -> settle(delivery.takeLogged(sale, settings.batchMax())));
        } catch (RuntimeException e) {
            log.debug("relay - leaves what is logged to others", e);
        }
    }

    private void settle(List<EventId> logged) {
        try {
            List<EventId> left = outbox.settle(logged);
            delivery.notSettled(left);
            Set<EventId> stay = Set.copyOf(left); // a whole batch, where a master is away
            delivery.settled(
                    logged.stream().filter(event -> !stay.contains(event)).toList());
        } catch (RuntimeException e) {
            delivery.notSettled(logged);
            throw e;
        }
    }

    private void deliverLeftBehind() {
        long now = System.nanoTime();
        Map<SaleId, List<EventId>> events = outbox.events(settings.batchMax());
        leftBehind.saw(events, now);
        seen = new OutboxSeen(outbox.counts(), ages.saw(events, outbox.counts(), now));
        takeIntoUse(outbox.holding());
        List<EventId> due = leftBehind.due(System.nanoTime(), settings.batchMax());
        Map<SaleId, List<OutboxEntry>> old = bySale(outbox.entries(due));
        Map<SaleId, List<OutboxEntry>> unsound = new LinkedHashMap<>(old);
        unsound.keySet().removeAll(outbox.sound(old.keySet()));
        old.keySet().removeAll(unsound.keySet());
        tell(old, unsound);
        haveLookedAt(unsound.keySet());
        Set<EventId> stay = new HashSet<>();
        unsound.values().forEach(entries -> entries.forEach(entry -> stay.add(entry.id())));
        deliver(old).forEach(entry -> stay.add(entry.id()));
        leftBehind.forget(due.stream().filter(event -> !stay.contains(event)).toList());
    }

    /** Those that are in use by now need nothing more: who decides looks at them until nothing is held. */
    private void takeIntoUse(Set<SaleId> holding) {
        int taken = 0;
        for (SaleId sale : holding) {
            taken += takesIntoUse.test(sale) ? 1 : 0;
            if (taken == LOOKS_MAX) {
                return; // the others are found again
            }
        }
    }

    /** Others each time, because some stay as they are: a halted sale waits for recover. */
    private void haveLookedAt(Set<SaleId> unsound) {
        List<SaleId> sales = new ArrayList<>(unsound);
        Collections.shuffle(sales);
        sales.stream().limit(LOOKS_MAX).forEach(looks);
    }

    private void tell(Map<SaleId, List<OutboxEntry>> old, Map<SaleId, List<OutboxEntry>> unsound) {
        if (!old.isEmpty()) {
            found.say(looks -> log.info("relay - delivering orders that stayed in the outbox ({})", shown(old, looks)));
        }
        if (!withheld.containsAll(unsound.keySet())) {
            found.say(looks -> log.info(
                    "relay - leaving the outbox alone until the sale is found sound ({})", shown(unsound, looks)));
        }
        withheld = Set.copyOf(unsound.keySet());
    }

    private static String shown(Map<SaleId, List<OutboxEntry>> entries, long looks) {
        OutboxEntry first = entries.values().iterator().next().get(0);
        return "orders=" + entries.values().stream().mapToInt(List::size).sum() + ", sales=" + entries.size()
                + ", sale=" + first.event().sale() + ", first=" + first.id() + ", looks=" + looks;
    }

    private static Map<SaleId, List<OutboxEntry>> bySale(List<OutboxEntry> entries) {
        return entries.stream()
                .collect(Collectors.groupingBy(entry -> entry.event().sale(), LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * Orders that could not be sent, from memory: they may not be in the outbox, because another instance delivered them, or
     * because Redis lost them. Their buyers were told 202, so they are sent, unless the sale was rebuilt without them.
     */
    private void deliverFailed() {
        List<OutboxEntry> failed = delivery.failed();
        if (failed.isEmpty()) {
            return;
        }
        Set<EventId> missing =
                Set.copyOf(outbox.missing(failed.stream().map(OutboxEntry::id).toList()));
        Map<SaleId, Long> epochs =
                outbox.epochs(missing.stream().map(EventId::sale).distinct().toList());
        List<OutboxEntry> owed = new ArrayList<>();
        for (OutboxEntry entry : failed) {
            EventId order = entry.id();
            Long rebuilt = missing.contains(order) ? epochs.get(order.sale()) : Long.valueOf(0);
            if (rebuilt == null) {
                continue; // until it can be told whether the sale was rebuilt
            }
            if (entry.offer().epoch() < rebuilt) {
                delivery.forget(order);
            } else {
                owed.add(entry);
            }
        }
        deliver(bySale(owed));
    }

    /**
     * A send can block for a while when the producer is full, and the signs of life must not wait for thousands. Sales take
     * turns. Returns those whose turn did not come.
     */
    private List<OutboxEntry> deliver(Map<SaleId, List<OutboxEntry>> bySale) {
        List<OutboxEntry> entries = turns.take(bySale.values(), Integer.MAX_VALUE);
        long start = System.nanoTime();
        for (int i = 0; i < entries.size(); i++) {
            if (System.nanoTime() - start > BEAT.toNanos() || !delivery.redeliver(entries.get(i))) {
                return entries.subList(i, entries.size());
            }
        }
        return List.of();
    }

    /**
     * Stops looking, after the look that is under way, or after the stop wait.
     *
     * @throws StopFailedException if that look has not ended by then
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(settings.stopWait().toMillis());
            if (thread.isAlive()) {
                throw new StopFailedException(
                        "relay - still busy after " + settings.stopWait().toMillis() + "ms, given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
