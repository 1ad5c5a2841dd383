package dev.seckill.api.redis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/** What sentinels have told that were asked at the same time. Not thread-safe. */
final class SentinelVotes {

    private final int sentinels;
    private final Map<HostAndPort, SentinelAnswer> answers = new LinkedHashMap<>();

    /** @param sentinels how many there are, whether they answer or not */
    SentinelVotes(int sentinels) {
        this.sentinels = sentinels;
    }

    void add(HostAndPort sentinel, SentinelAnswer answer) {
        answers.put(sentinel, answer);
    }

    boolean isEmpty() {
        return answers.isEmpty();
    }

    /** Whether more than half of all sentinels name this one, of whatever epoch. */
    boolean hasMajority(HostAndPort master) {
        return of(master) > sentinels / 2;
    }

    private long of(HostAndPort master) {
        return answers.values().stream()
                .filter(answer -> answer.master().equals(master))
                .count();
    }

    /** The latest that any tells; {@link SentinelAnswer#UNTOLD} if none tells one. */
    long epoch() {
        return answers.values().stream().mapToLong(SentinelAnswer::epoch).max().orElse(SentinelAnswer.UNTOLD);
    }

    /** Those that are named with the latest epoch: one, unless sentinels contradict each other or do not tell epochs. */
    Set<HostAndPort> newest() {
        long latest = epoch();
        return answers.values().stream()
                .filter(answer -> answer.epoch() == latest)
                .map(SentinelAnswer::master)
                .collect(Collectors.toSet());
    }

    /** Which of these most sentinels name. */
    HostAndPort most(Set<HostAndPort> masters) {
        return masters.stream().max(Comparator.comparingLong(this::of)).orElseThrow();
    }

    /** Whether any sentinel names another one that is not known to be older than this one of that epoch. */
    boolean hasRival(HostAndPort master, long epoch) {
        return answers.values().stream()
                .filter(answer -> !answer.master().equals(master))
                .anyMatch(answer -> answer.epoch() == SentinelAnswer.UNTOLD || answer.epoch() >= epoch);
    }

    /** Whether they name several. */
    boolean disagree() {
        return answers.values().stream().map(SentinelAnswer::master).distinct().count() > 1;
    }

    /** Which sentinel tells what, for logs. */
    @Override
    public String toString() {
        return answers.toString();
    }
}
