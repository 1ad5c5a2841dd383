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
    API_KILL("api-kill", "accepted orders are stored, unanswered ones too; a retry gets the same order", 200, 1_500) {
        @Override
        Optional<Duration> standstillTarget() {
            return Optional.of(Duration.ofSeconds(6));
        }

        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killAndRestart(List.of(scene.api()));
        }
    },
    API_KILL_BOTH("api-kill-both", "the same with no instance left to adopt what was decided", 200, 1_500) {
        @Override
        Optional<Duration> standstillTarget() {
            return Optional.of(Duration.ofSeconds(6));
        }

        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killAndRestart(scene.system().apis());
        }
    },
    CONSUMER_KILL("consumer-kill", "no order is lost or stored twice; the other consumer takes over", 200, 3_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killAndRestart(List.of(scene.consumer()));
        }
    },
    CONSUMER_JOIN_LEAVE("consumer-join-leave", "no order is lost or stored twice while the group changes", 500, 3_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.joinAndLeave();
        }
    },
    REDIS_KILL("redis-kill", "the sale goes on from the append-only file, nothing lost", 200, 2_000) {
        @Override
        Optional<Duration> standstillTarget() {
            return Optional.of(Duration.ofSeconds(5));
        }

        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killAndRestart(List.of(scene.system().redis()));
        }
    },
    REDIS_CUT("redis-cut", "the sale goes on; no purchase is decided twice for want of Redis's reply", 4_000, 8_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.cutOffRedis();
        }
    },
    REDIS_LOST("redis-lost", "503 until `recover`, then the sale goes on, never past the allotment", 200, 2_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            new RedisLoss(scene).lose();
        }
    },
    REDIS_OLDER("redis-older", "the sale halts until `recover`, then goes on", 200, 2_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            new RedisLoss(scene).turnBack();
        }
    },
    KAFKA_KILL("kafka-kill", "202 and then 503; everything decided is delivered afterwards", 200, 3_000) {
        @Override
        Optional<Duration> standstillTarget() {
            return Optional.of(Duration.ofSeconds(8));
        }

        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killKafka();
        }
    },
    KAFKA_FREEZE("kafka-freeze", "202 past the publish wait; everything is delivered afterwards", 1_500, 5_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.freezeKafka();
        }
    },
    MYSQL_KILL("mysql-kill", "buyers notice nothing; the consumers wait and drain afterwards", 200, 3_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killAndRestart(List.of(scene.system().mysql()));
        }
    },
    MYSQL_FREEZE("mysql-freeze", "buyers notice nothing; the consumers wait and drain afterwards", 2_000, 6_000) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.freezeAndThaw(scene.system().mysql());
        }
    },
    ROW_REFUSED("row-refused", "of what MySQL refuses only that message is parked, the rest is stored", 0, 0) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.sendRefusedRows();
        }
    },
    UNDECODABLE("undecodable", "what is no order is parked, the rest is stored", 0, 0) {
        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.sendGarbage();
        }
    },
    EVERYTHING("everything", "all processes killed at once and restarted: all of the above together", 200, 2_000) {
        @Override
        Optional<Duration> standstillTarget() {
            return Optional.of(Duration.ofSeconds(15));
        }

        @Override
        void strike(Scene scene) throws InterruptedException {
            scene.killAndRestartEverything();
        }
    };

    private final String word;
    private final String promise;
    private final int holdMillisMin;
    private final int holdMillisMax;

    Fault(String word, String promise, int holdMillisMin, int holdMillisMax) {
        this.word = word;
        this.promise = promise;
        this.holdMillisMin = holdMillisMin;
        this.holdMillisMax = holdMillisMax;
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

    /**
     * Breaks it, keeps it broken for the hold, mends it, and returns when what was broken answers again.
     *
     * @throws IncidentException if the system does not do on the way what it must
     */
    abstract void strike(Scene scene) throws InterruptedException;

    /** How long the sale may stand after it, the servers' own start-up not counted; empty for no target. */
    Optional<Duration> standstillTarget() {
        return Optional.empty();
    }

    static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }
}
