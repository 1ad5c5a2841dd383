package dev.seckill.consumer.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What the poll thread tells about itself, for others to ask. Thread-safe. */
public final class Health {

    private final HealthLimits limits;
    private final LongSupplier nanoTime;
    private volatile long beatNanos;
    private volatile Duration heartbeatAge;
    private volatile String waitingFor = "the start";
    private volatile boolean stopping;
    private volatile Function<Duration, List<String>> other = stalledAfter -> List.of();

    /**
     * When a sign of life is too old.
     *
     * @param stalledAfter age of the loop's last turn
     * @param heartbeatMax age of the last heartbeat to the consumer group
     */
    public record HealthLimits(Duration stalledAfter, Duration heartbeatMax) {}

    public Health(HealthLimits limits, LongSupplier nanoTime) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.beatNanos = nanoTime.getAsLong();
    }

    /**
     * Another loop of the program tells of itself.
     *
     * @param problems what keeps it from being alive, for the time without a turn at which it is not
     */
    public void watch(Function<Duration, List<String>> problems) {
        other = Objects.requireNonNull(problems, "problems");
    }

    /** The loop turned. The age is that of the last heartbeat to the group, null before the first. */
    public void beat(Duration ageOfHeartbeat) {
        heartbeatAge = ageOfHeartbeat;
        beat();
    }

    /** The program is alive, though the loop does not turn yet. */
    public void beat() {
        beatNanos = nanoTime.getAsLong();
    }

    /** The loop has a reason not to turn for so long; its next turn ends that. */
    public void silentFor(Duration reason) {
        beatNanos = nanoTime.getAsLong() + reason.toNanos();
    }

    /** Work waits for something, named in one line. */
    public void away(String reason) {
        waitingFor = reason;
    }

    /** Work goes on. */
    public void back() {
        waitingFor = null;
    }

    /** A stop was asked for: work goes on for a while, but nobody shall come any more. */
    public void stopping() {
        stopping = true;
    }

    /** Whether the loop lives and the consumer group has heard of it lately. */
    public boolean isInGroup() {
        Duration age = heartbeatAge;
        return liveProblems().isEmpty() && age != null && age.compareTo(limits.heartbeatMax()) <= 0;
    }

    /** What keeps the loop from being alive; empty if it is. */
    public List<String> liveProblems() {
        long ageNanos = nanoTime.getAsLong() - beatNanos;
        return ageNanos <= limits.stalledAfter().toNanos()
                ? other.apply(limits.stalledAfter())
                : List.of("loop: no turn for " + Duration.ofNanos(ageNanos).toSeconds() + " s");
    }

    /** What keeps orders from being stored now, or readers from being sent here; empty if nothing does. */
    public List<String> readyProblems() {
        List<String> problems = new ArrayList<>(liveProblems());
        if (stopping) {
            problems.add("stopping");
        }
        String waiting = waitingFor;
        Duration age = heartbeatAge;
        if (waiting != null) {
            problems.add("waiting for " + waiting);
        } else if (age == null) {
            problems.add("kafka: not in the consumer group yet");
        } else if (age.compareTo(limits.heartbeatMax()) > 0) {
            problems.add("kafka: no heartbeat to the consumer group for " + age.toSeconds() + " s");
        }
        return problems;
    }
}
