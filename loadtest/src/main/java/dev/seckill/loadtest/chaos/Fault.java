package dev.seckill.loadtest.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What can be broken, and how it is mended. The hold is how long it stays broken: kills and freezes alike, past the
 * waits of the system that are meant to be run into.
 */
enum Fault {
    API_KILL(
            "api-kill",
            "accepted orders are stored, unanswered ones too; a retry gets the same order",
            200,
            1_500,
            6,
            scene -> scene.killAndRestart(List.of(scene.api()))),
    API_KILL_BOTH(
            "api-kill-both",
            "the same with no instance left to adopt what was decided",
            200,
            1_500,
            6,
            scene -> scene.killAndRestart(scene.system().apis())),
    CONSUMER_KILL(
            "consumer-kill",
            "no order is lost or stored twice; the other consumer takes over",
            200,
            3_000,
            0,
            scene -> scene.killAndRestart(List.of(scene.consumer()))),
    CONSUMER_JOIN_LEAVE(
            "consumer-join-leave",
            "no order is lost or stored twice while the group changes",
            500,
            3_000,
            0,
            Scene::joinAndLeave),
    REDIS_KILL(
            "redis-kill",
            "the sale goes on from the append-only file, nothing lost",
            200,
            2_000,
            5,
            scene -> scene.killAndRestart(List.of(scene.system().redis()))),
    REDIS_CUT(
            "redis-cut",
            "the sale goes on; no purchase is decided twice for want of Redis's reply",
            4_000,
            8_000,
            0,
            Scene::cutOffRedis),
    REDIS_LOST(
            "redis-lost",
            "503 until `recover`, then the sale goes on, never past the allotment",
            200,
            2_000,
            0,
            scene -> new RedisLoss(scene).lose()),
    REDIS_OLDER(
            "redis-older",
            "the sale halts until `recover`, then goes on",
            200,
            2_000,
            0,
            scene -> new RedisLoss(scene).turnBack()),
    KAFKA_KILL(
            "kafka-kill",
            "202 and then 503; everything decided is delivered afterwards",
            200,
            3_000,
            8,
            Scene::killKafka),
    KAFKA_FREEZE(
            "kafka-freeze",
            "202 past the publish wait; everything is delivered afterwards",
            1_500,
            5_000,
            0,
            Scene::freezeKafka),
    MYSQL_KILL(
            "mysql-kill",
            "buyers notice nothing; the consumers wait and drain afterwards",
            200,
            3_000,
            0,
            scene -> scene.killAndRestart(List.of(scene.system().mysql()))),
    MYSQL_FREEZE(
            "mysql-freeze",
            "buyers notice nothing; the consumers wait and drain afterwards",
            2_000,
            6_000,
            0,
            scene -> scene.freezeAndThaw(scene.system().mysql())),
    ROW_REFUSED(
            "row-refused",
            "of what MySQL refuses only that message is parked, the rest is stored",
            0,
            0,
            0,
            Scene::sendRefusedRows),
    UNDECODABLE("undecodable", "what is no order is parked, the rest is stored", 0, 0, 0, Scene::sendGarbage),
    EVERYTHING(
            "everything",
            "all processes killed at once and restarted: all of the above together",
            200,
            2_000,
            15,
            Scene::killAndRestartEverything),
    REDIS_MASTER_KILL(
            "redis-master-kill",
            "a replica takes over; the sale goes on, or halts until `recover`, and sells no number twice",
            500,
            3_000,
            6,
            scene -> new ClusterFaults(scene).killMaster()),
    REDIS_RESHARD(
            "redis-reshard",
            "the sales' slots move to other masters while buyers buy; the sales go on",
            500,
            3_000,
            3,
            scene -> new ClusterFaults(scene).reshard()),
    KAFKA_BROKER_KILL(
            "kafka-broker-kill",
            "one of three brokers is dead; the sale goes on, nothing is lost",
            500,
            4_000,
            8,
            scene -> new ClusterFaults(scene).killBroker()),
    REDIS_PARTITION(
            "redis-partition",
            "an instance that is cut off from Redis sells nothing; the other goes on",
            3_000,
            8_000,
            11,
            scene -> new InstanceFaults(scene).cutOffFromRedis()),
    KAFKA_PARTITION(
            "kafka-partition",
            "what an instance decided that is cut off from Kafka is delivered by the other",
            3_000,
            10_000,
            13,
            scene -> new InstanceFaults(scene).cutOffFromKafka()),
    API_PAUSE(
            "api-pause",
            "an instance stands still for longer than every lease; what it wakes up with is not decided twice",
            8_000,
            12_000,
            15,
            scene -> new InstanceFaults(scene).pause(scene.api())),
    CONSUMER_PAUSE(
            "consumer-pause",
            "a consumer stands still for longer than its session; no order is lost or stored twice",
            8_000,
            12_000,
            0,
            scene -> new InstanceFaults(scene).pause(scene.consumer())),
    CLOCK_OFF(
            "clock-off",
            "the clock of an instance is five minutes off; limits, holds and keys go by that of Redis",
            4_000,
            8_000,
            0,
            scene -> new InstanceFaults(scene).setClockOff()),
    ROLLING_RESTART(
            "rolling-restart",
            "every program is stopped and started in turn; the sale goes on",
            0,
            0,
            3,
            scene -> new InstanceFaults(scene).restartInTurn());

    private final String word;
    private final String promise;
    private final int holdMillisMin;
    private final int holdMillisMax;
    private final int standstillSeconds;
    private final Strike strike;

    /** How it strikes. */
    private interface Strike {
        void on(Scene scene) throws InterruptedException;
    }

    /** @param standstillSeconds how long the sale may stand after it; 0 for no target */
    Fault(String word, String promise, int holdMillisMin, int holdMillisMax, int standstillSeconds, Strike strike) {
        this.word = word;
        this.promise = promise;
        this.holdMillisMin = holdMillisMin;
        this.holdMillisMax = holdMillisMax;
        this.standstillSeconds = standstillSeconds;
        this.strike = strike;
    }

    /** Its name on the command line. */
    String word() {
        return word;
    }

    /** What must hold, in a line. */
    String promise() {
        return promise;
    }

    int holdMillisMin() {
        return holdMillisMin;
    }

    int holdMillisMax() {
        return holdMillisMax;
    }

    /** Whether it is for {@code --cluster} only. */
    boolean needsCluster() {
        return ordinal() > EVERYTHING.ordinal();
    }

    /** All that can be made, on a cluster or without one. */
    static List<Fault> on(boolean cluster) {
        return Arrays.stream(values())
                .filter(fault -> cluster || !fault.needsCluster())
                .toList();
    }

    /**
     * Breaks it, keeps it broken for the hold, mends it, and returns when what was broken answers again.
     *
     * @throws IncidentException if the system does not do on the way what it must
     */
    void strike(Scene scene) throws InterruptedException {
        strike.on(scene);
    }

    /** How long the sale may stand after it, the servers' own start-up not counted; empty for no target. */
    Optional<Duration> standstillTarget() {
        return standstillSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(standstillSeconds));
    }

    static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
