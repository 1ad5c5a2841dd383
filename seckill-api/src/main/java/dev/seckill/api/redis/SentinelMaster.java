package dev.seckill.api.redis;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
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
 * The master that sentinels tell. All are asked at once, and again a few times a second. The one that most name is connected
 * to; it is confirmed when more than half of all sentinels name it and none another: to make another one master takes the
 * majority of them, so soon somebody among those would know.
 */
final class SentinelMaster implements Masters {

    private static final Logger log = LoggerFactory.getLogger(SentinelMaster.class);

    /** Several within the time for which a confirmation holds, which is a third of {@code --failover-wait}. */
    private static final Duration EVERY = Duration.ofMillis(300);

    /** For those who have not answered when a majority has: one of them may know better. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private static final Duration IN_DOUBT = Duration.ofMillis(100);

    private final List<HostAndPort> sentinels;
    private final Function<HostAndPort, HostAndPort> ask;
    private final Duration patience;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final Refresh refresh;
    private final SparseLine another = new SparseLine();
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
            Function<HostAndPort, HostAndPort> ask,
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
        BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
        sentinels.forEach(sentinel -> threads.execute(() -> answers.add(answer(sentinel))));
        Map<HostAndPort, Integer> votes = new HashMap<>();
        String failure = "no answer after " + patience.toMillis() + "ms";
        long endNanos = askedNanos + patience.toNanos();
        for (int left = sentinels.size(); left > 0; left--) {
            Answer answer = next(answers, endNanos);
            if (answer == null) {
                break;
            }
            if (answer.master() == null) {
                failure = answer.failure();
                continue;
            }
            votes.merge(answer.master(), 1, Integer::sum);
            if (votes.get(answer.master()) > sentinels.size() / 2) {
                endNanos = Math.min(endNanos, nanoTime.getAsLong() + GRACE.toNanos());
            }
        }
        if (votes.isEmpty()) {
            throw new JedisConnectionException("no sentinel tells the master: " + failure);
        }
        keep(votes, askedNanos);
    }

    /** One of both is null. */
    private record Answer(HostAndPort master, String failure) {}

    private Answer answer(HostAndPort sentinel) {
        try {
            return new Answer(ask.apply(sentinel), null);
        } catch (JedisException e) {
            return new Answer(null, Reason.of(e));
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

    private void keep(Map<HostAndPort, Integer> votes, long askedNanos) {
        Seen before = seen;
        HostAndPort master = chosen(votes, before);
        boolean isSame = master.equals(before.master());
        boolean isConfirmed = votes.size() == 1 && votes.get(master) > sentinels.size() / 2;
        Long confirmed = isSame ? before.confirmedNanos() : null;
        seen = new Seen(
                master,
                isSame ? before.former() : before.master(),
                isSame ? before.version() : before.version() + 1,
                isConfirmed ? (Long) askedNanos : confirmed);
        if (!isSame && before.master() != null) {
            another.say(times -> log.warn(
                    "redis - the sentinels tell of another master (master={}, before={}, times={})",
                    master,
                    before.master(),
                    times));
        }
    }

    /**
     * Where they do not agree, a name that is new wins: the first who know of a failover are few, and who was cut off knows an
     * old name.
     */
    private static HostAndPort chosen(Map<HostAndPort, Integer> votes, Seen before) {
        HostAndPort most = votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        if (before.master() == null || !votes.containsKey(before.master())) {
            return most;
        }
        return votes.keySet().stream()
                .filter(told -> !told.equals(before.master()) && !told.equals(before.former()))
                .findFirst()
                .orElse(before.master());
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
    public boolean isAskedWithin(Duration time) {
        return nanoTime.getAsLong() - refresh.endedNanos() < time.toNanos();
    }
}
