package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The master that sentinels tell. All are asked at once, and again a few times a second. The one of the latest configuration
 * epoch is connected to, so one that is stale cannot bring an old master back. It is confirmed when more than half of all
 * sentinels name it, and none names another one that is not known to be older: to make another one master takes the majority of
 * them, so soon somebody among those would know.
 */
final class SentinelMaster implements Masters {

    private static final Logger log = LoggerFactory.getLogger(SentinelMaster.class);

    /** Several within the time for which a confirmation holds, which is a quarter of {@code --failover-wait}. */
    private static final Duration EVERY = Duration.ofMillis(300);

    /** For those who have not answered when a majority has: one of them may know better. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private static final Duration IN_DOUBT = Duration.ofMillis(100);

    /**
     * How long a later epoch counts that nobody tells any more: sentinels greet each other every two seconds, so by then the rest
     * know it, unless it was lost with those who knew it, or all were set up anew.
     */
    private static final Duration FORGOTTEN = Duration.ofSeconds(5);

    private final List<HostAndPort> sentinels;
    private final Function<HostAndPort, SentinelAnswer> ask;
    private final Duration patience;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final Refresh refresh;
    private final SparseLine another = new SparseLine();
    private final SparseLine disagreeing = new SparseLine(3, Duration.ofMinutes(10));
    private final SparseLine untold = new SparseLine(3, Duration.ofMinutes(10));
    private final Set<HostAndPort> withoutEpoch = ConcurrentHashMap.newKeySet();
    /** With which the master was named; only under the lock. */
    private long epoch = SentinelAnswer.UNTOLD;

    /** When those were asked first of whom none has told it or a later one since; null if one has; only under the lock. */
    private Long missedNanos;

    private volatile Seen seen = new Seen(null, null, 0, null);

    /**
     * What was seen last.
     *
     * @param master null before anybody has told one
     * @param former the one before, or null
     * @param confirmedNanos when those were asked who confirmed it, or null
     */
    private record Seen(HostAndPort master, HostAndPort former, long version, Long confirmedNanos) {}

    /**
     * Asks nobody yet.
     *
     * @param ask asks a sentinel who is master; throws a {@link JedisException} if it does not answer, or does not know
     * @param patience how long to wait for those who are slow
     */
    SentinelMaster(
            List<HostAndPort> sentinels,
            Function<HostAndPort, SentinelAnswer> ask,
            Duration patience,
            Executor threads,
            LongSupplier nanoTime) {
        this.sentinels = List.copyOf(sentinels);
        this.ask = ask;
        this.patience = patience;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.refresh = new Refresh(this::look, EVERY, IN_DOUBT, threads, nanoTime);
    }

    @Override
    public HostAndPort of(int slot) {
        if (seen.master() == null) {
            look();
        }
        refresh.startIfDue();
        return seen.master();
    }

    /**
     * Asks all of them, and waits for those that are slow only until there is a majority. Any of them is better than none: it
     * may be the only one that is not cut off.
     */
    private synchronized void look() {
        long askedNanos = nanoTime.getAsLong();
        BlockingQueue<Answer> answers = askAll();
        SentinelVotes votes = new SentinelVotes(sentinels.size());
        String failure = "no answer after " + patience.toMillis() + "ms";
        long endNanos = askedNanos + patience.toNanos();
        for (int left = sentinels.size(); left > 0; left--) {
            Answer answer = next(answers, endNanos);
            if (answer == null) {
                break;
            }
            if (answer.told() == null) {
                failure = answer.failure();
                continue;
            }
            votes.add(answer.sentinel(), answer.told());
            if (votes.hasMajority(answer.told().master())) {
                endNanos = Math.min(endNanos, nanoTime.getAsLong() + GRACE.toNanos());
            }
        }
        if (votes.isEmpty()) {
            throw new JedisConnectionException("no sentinel tells the master: " + failure);
        }
        keep(votes, askedNanos);
    }

    private BlockingQueue<Answer> askAll() {
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        sentinels.forEach(sentinel -> threads.execute(() -> answers.add(answer(sentinel))));
        return answers;
    }

    /** Either what it told, or why it did not. */
    private record Answer(HostAndPort sentinel, SentinelAnswer told, String failure) {}

    private Answer answer(HostAndPort sentinel) {
        try {
            SentinelAnswer told = ask.apply(sentinel);
            if (told.epoch() != SentinelAnswer.UNTOLD) {
                withoutEpoch.remove(sentinel);
            } else {
                withoutEpoch.add(sentinel);
                untold.say(times -> log.warn(
                        "redis - a sentinel does not tell its config-epoch, so whenever another one names another"
                                + " master, nothing is sold (sentinel={}, right=sentinel|master, times={})",
                        sentinel,
                        times));
            }
            return new Answer(sentinel, told, null);
        } catch (JedisException e) {
            return new Answer(sentinel, null, Reason.of(e));
        }
    }

    private Answer next(BlockingQueue<Answer> answers, long endNanos) {
        try {
            return answers.poll(Math.max(0, endNanos - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisConnectionException("interrupted", e);
        }
    }

    private void keep(SentinelVotes votes, long askedNanos) {
        Seen before = seen;
        HostAndPort master = before.master();
        if (isNewEnough(votes, askedNanos)) {
            master = chosen(votes, before);
            epoch = votes.epoch();
            missedNanos = null;
        }
        boolean isSame = master.equals(before.master());
        seen = new Seen(
                master,
                isSame ? before.former() : before.master(),
                isSame ? before.version() : before.version() + 1,
                confirmedNanos(votes, master, isSame ? before.confirmedNanos() : null, askedNanos));
        tell(votes, master, before.master());
    }

    /** Whoever told a later epoch may be cut off by now, and those who are left may not have heard of it yet. */
    private boolean isNewEnough(SentinelVotes votes, long askedNanos) {
        if (votes.epoch() >= epoch) {
            return true;
        }
        if (missedNanos == null) {
            missedNanos = askedNanos;
        }
        return askedNanos - missedNanos >= FORGOTTEN.toNanos();
    }

    /**
     * Where they do not agree on the latest, a name that is new wins: the first who know of a failover are few, and who was cut
     * off knows an old name.
     */
    private static HostAndPort chosen(SentinelVotes votes, Seen before) {
        Set<HostAndPort> newest = votes.newest();
        if (before.master() == null || !newest.contains(before.master())) {
            return votes.most(newest);
        }
        return newest.stream()
                .filter(told -> !told.equals(before.master()) && !told.equals(before.former()))
                .findFirst()
                .orElse(before.master());
    }

    /** It holds for a while, unless somebody names another one that may be newer. */
    private Long confirmedNanos(SentinelVotes votes, HostAndPort master, Long before, long askedNanos) {
        if (votes.hasRival(master, epoch)) {
            return null;
        }
        return votes.hasMajority(master) ? (Long) askedNanos : before;
    }

    private void tell(SentinelVotes votes, HostAndPort master, HostAndPort before) {
        if (before != null && !before.equals(master)) {
            another.say(times -> log.warn(
                    "redis - the sentinels tell of another master (master={}, before={}, times={})",
                    master,
                    before,
                    times));
        }
        if (votes.disagree()) {
            disagreeing.say(times -> log.warn(
                    "redis - the sentinels do not agree; one that goes on naming an old master is stale"
                            + " (master={}, told={}, times={})",
                    master,
                    votes,
                    times));
        }
    }

    @Override
    public Set<HostAndPort> all() {
        return seen.master() == null ? Set.of() : Set.of(seen.master());
    }

    @Override
    public long version() {
        refresh.startIfDue();
        return seen.version();
    }

    @Override
    public long version(int slot) {
        return seen.version();
    }

    @Override
    public void moved(int slot, HostAndPort to) {
        doubt();
    }

    @Override
    public void doubt() {
        refresh.doubt();
    }

    @Override
    public boolean isConfirmedWithin(HostAndPort master, Duration time) {
        Seen last = seen;
        return last.confirmedNanos() != null
                && master.equals(last.master())
                && nanoTime.getAsLong() - last.confirmedNanos() < time.toNanos();
    }

    @Override
    public Set<HostAndPort> withoutEpoch() {
        BlockingQueue<Answer> answers = askAll();
        long endNanos = nanoTime.getAsLong() + patience.toNanos();
        for (int left = sentinels.size(); left > 0 && next(answers, endNanos) != null; left--) {
            // also those for whom nobody waits otherwise
        }
        return Set.copyOf(withoutEpoch);
    }

    @Override
    public boolean isAskedWithin(Duration time) {
        return nanoTime.getAsLong() - refresh.endedNanos() < time.toNanos();
    }
}
