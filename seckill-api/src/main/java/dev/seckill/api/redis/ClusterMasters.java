package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Which master has which slot of a cluster, as its nodes tell. Some of them are asked at once, others each time, a few times a
 * second, so that one that is cut off is not believed alone: of what nodes tell, the later configuration epoch is the newer. A
 * master that has lost the majority stops by itself after {@code cluster-node-timeout}, before anybody takes its place; that one
 * which stood still is master still, another node has to say, which has not lost the majority either.
 *
 * <p>A cluster that was set up anew after all of its nodes were lost counts its epochs from the beginning. It has none of the
 * nodes that were known, and is believed once none of those has answered for a while: then it is as after a start.
 */
final class ClusterMasters implements Masters {

    static final int SLOTS = 16_384;

    private static final Logger log = LoggerFactory.getLogger(ClusterMasters.class);

    /** Several within the time for which a confirmation holds, which is a quarter of {@code --failover-wait}. */
    private static final Duration EVERY = Duration.ofMillis(300);

    private static final Duration IN_DOUBT = Duration.ofMillis(100);

    /** Nodes that are asked at once: one is not the master in question, though that may have a name and an address. */
    private static final int ASKED = 3;

    /** How long a slot that has moved is believed to have, while not all nodes know it: Redis' own bound on their silence. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    /** After so many rounds of questions without an answer of the cluster that is known, another one is believed: some 3 s. */
    private static final int GONE_ROUNDS = 10;

    private final List<HostAndPort> seeds;
    private final Function<HostAndPort, ClusterTable> ask;
    private final Duration patience;
    private final Executor threads;
    private final LongSupplier nanoTime;
    /** When those were asked last who named a master. */
    private final Map<HostAndPort, Long> confirmedNanos = new ConcurrentHashMap<>();

    /** When slots have moved of which no table has told yet; only under the lock. */
    private final Map<Integer, Long> movedNanos = new HashMap<>();

    /** The nodes of the cluster, as one of them told last; only under the lock. */
    private Set<String> ids = Set.of();

    /** Rounds of questions since one of them has answered; only under the lock. */
    private int unheardRounds;

    private final Refresh refresh;
    private final SparseLine moved = new SparseLine();
    private volatile State state = new State(new HostAndPort[SLOTS], new long[SLOTS], new long[SLOTS], 0, Set.of());
    private final AtomicInteger nextNode = new AtomicInteger();
    private final Object first = new Object();
    /** Why the last of those that did not answer did not. */
    private volatile String failure = "no answer in time";

    /**
     * What is known; never changed once it is seen.
     *
     * @param masters of each slot, or null
     * @param epochs of the configuration that says so
     * @param since the version with which it became so
     * @param all the masters
     */
    private record State(HostAndPort[] masters, long[] epochs, long[] since, long version, Set<HostAndPort> all) {}

    /**
     * Asks nobody yet.
     *
     * @param seeds nodes of which one has to answer the first time
     * @param ask what a node knows; throws a {@link JedisException} if it does not answer
     * @param patience how long to wait for those who are slow
     */
    ClusterMasters(
            List<HostAndPort> seeds,
            Function<HostAndPort, ClusterTable> ask,
            Duration patience,
            Executor threads,
            LongSupplier nanoTime) {
        this.seeds = List.copyOf(seeds);
        this.ask = ask;
        this.patience = patience;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.refresh = new Refresh(this::look, EVERY, IN_DOUBT, threads, nanoTime);
    }

    @Override
    public HostAndPort of(int slot) {
        if (state.version() == 0) {
            lookOnce();
        }
        refresh.startIfDue();
        HostAndPort master = state.masters()[slot];
        if (master == null) {
            throw new JedisConnectionException("the cluster has no master for slot " + slot);
        }
        return master;
    }

    private void lookOnce() {
        synchronized (first) {
            if (state.version() == 0) {
                look();
            }
        }
    }

    /**
     * Asks the next nodes, and those after them if none answers; goes on when two have. Those that are slower are heard as well,
     * but nobody waits for them.
     */
    private void look() {
        synchronized (this) {
            unheardRounds++;
        }
        List<HostAndPort> nodes = nodes();
        for (int asked = 0; asked < nodes.size(); asked += ASKED) {
            int some = Math.min(ASKED, nodes.size());
            if (ask(nodes, some) > 0) {
                return;
            }
        }
        throw new JedisConnectionException("no node of the cluster tells who has what: " + failure);
    }

    /** Returns how many have answered so far. */
    private int ask(List<HostAndPort> nodes, int some) {
        BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < some; i++) {
            HostAndPort node = nodes.get(Math.floorMod(nextNode.getAndIncrement(), nodes.size()));
            threads.execute(() -> answers.add(hasAnswered(node)));
        }
        long endNanos = nanoTime.getAsLong() + patience.toNanos();
        int answered = 0;
        for (int left = some; left > 0 && answered < 2; left--) {
            answered += Boolean.TRUE.equals(next(answers, endNanos)) ? 1 : 0;
        }
        return answered;
    }

    private boolean hasAnswered(HostAndPort node) {
        try {
            long askedNanos = nanoTime.getAsLong();
            ClusterTable told = ask.apply(node);
            take(told, askedNanos);
            return true;
        } catch (JedisException e) {
            failure = Reason.of(e);
            return false;
        }
    }

    private Boolean next(BlockingQueue<Boolean> answers, long endNanos) {
        try {
            return answers.poll(Math.max(0, endNanos - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisConnectionException("interrupted", e);
        }
    }

    private List<HostAndPort> nodes() {
        Set<HostAndPort> nodes = new LinkedHashSet<>(seeds);
        nodes.addAll(state.all());
        return List.copyOf(nodes);
    }

    /** What a node tells, all at once: of two tables that come together, the older must not be kept behind the newer. */
    private synchronized void take(ClusterTable told, long askedNanos) {
        if (told.ranges().isEmpty()) {
            return; // a node that was wiped, or has left: it knows of no cluster
        }
        if (!ids.isEmpty() && Collections.disjoint(ids, told.ids())) {
            if (unheardRounds < GONE_ROUNDS) {
                return;
            }
            forget(told);
        }
        ids = told.ids();
        unheardRounds = 0;
        keep(told);
        confirm(told, askedNanos);
    }

    /** As it was before the first node was asked, but for the versions. */
    private void forget(ClusterTable next) {
        log.warn(
                "redis - the cluster was set up anew, with none of the nodes that it had (nodes={})",
                next.ids().size());
        State before = state;
        state = new State(new HostAndPort[SLOTS], new long[SLOTS], new long[SLOTS], before.version(), before.all());
        movedNanos.clear();
        confirmedNanos.clear();
    }

    private void keep(ClusterTable told) {
        State before = state;
        if (told.ranges().stream().noneMatch(this::hasNews)) {
            return;
        }
        HostAndPort[] masters = before.masters().clone();
        long[] epochs = before.epochs().clone();
        long[] since = before.since().clone();
        long version = before.version() + 1;
        for (ClusterTable.Range range : told.ranges()) {
            for (int slot = range.first(); slot <= range.last(); slot++) {
                if (isNews(range, slot)) {
                    movedNanos.remove(slot);
                    since[slot] = range.master().equals(masters[slot]) ? since[slot] : version;
                    masters[slot] = range.master();
                    epochs[slot] = range.epoch();
                }
            }
        }
        become(masters, epochs, since);
    }

    private boolean hasNews(ClusterTable.Range range) {
        return IntStream.rangeClosed(range.first(), range.last()).anyMatch(slot -> isNews(range, slot));
    }

    /** Of a slot that has moved, a table of the same epoch may be from before. */
    private boolean isNews(ClusterTable.Range range, int slot) {
        long epoch = state.epochs()[slot];
        return range.epoch() > epoch
                || range.epoch() == epoch && !range.master().equals(state.masters()[slot]) && !hasMovedLately(slot);
    }

    private boolean hasMovedLately(int slot) {
        Long since = movedNanos.get(slot);
        return since != null && nanoTime.getAsLong() - since < SETTLING.toNanos();
    }

    /** It counts only for masters of which nobody has told something newer. */
    private void confirm(ClusterTable told, long askedNanos) {
        HostAndPort[] known = state.masters();
        for (ClusterTable.Range range : told.ranges()) {
            HostAndPort master = range.master();
            if (told.confirmed().contains(master)
                    && IntStream.rangeClosed(range.first(), range.last())
                            .anyMatch(slot -> master.equals(known[slot]))) {
                confirmedNanos.merge(master, askedNanos, (one, other) -> one - other > 0 ? one : other);
            }
        }
    }

    private void become(HostAndPort[] masters, long[] epochs, long[] since) {
        Set<HostAndPort> all = new LinkedHashSet<>(Arrays.asList(masters));
        all.removeIf(Objects::isNull);
        State before = state;
        state = new State(masters, epochs, since, before.version() + 1, Set.copyOf(all));
        if (before.version() > 0) {
            moved.say(times -> log.info("redis - slots have other masters (masters={}, times={})", all, times));
        }
    }

    @Override
    public Set<HostAndPort> all() {
        return state.all();
    }

    @Override
    public long version() {
        return state.version();
    }

    @Override
    public long version(int slot) {
        return state.since()[slot];
    }

    /** It is believed until somebody with a later epoch says something else; for a while, not one with the same. */
    @Override
    public synchronized void moved(int slot, HostAndPort to) {
        State before = state;
        if (to != null && !to.equals(before.masters()[slot])) {
            HostAndPort[] masters = before.masters().clone();
            long[] since = before.since().clone();
            masters[slot] = to;
            since[slot] = before.version() + 1;
            movedNanos.put(slot, nanoTime.getAsLong());
            become(masters, before.epochs(), since);
        }
        refresh.doubt();
    }

    @Override
    public void doubt() {
        refresh.doubt();
    }

    /** By another node than itself, if there is another master. */
    @Override
    public boolean isConfirmedWithin(HostAndPort master, Duration time) {
        Long asked = confirmedNanos.get(master);
        return asked != null && nanoTime.getAsLong() - asked < time.toNanos();
    }

    @Override
    public boolean isAskedWithin(Duration time) {
        return nanoTime.getAsLong() - refresh.endedNanos() < time.toNanos();
    }
}
