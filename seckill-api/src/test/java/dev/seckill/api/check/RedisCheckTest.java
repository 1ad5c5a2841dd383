package dev.seckill.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.redis.RedisSeen;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.Light;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisCheckTest {

    private static final long GIB = 1L << 30;
    private static final RedisCheck.Wanted ALONE = new RedisCheck.Wanted(0, false, 10, 4_000_000);

    private final Map<String, String> info = new HashMap<>(Map.of(
            "redis_version", "7.2.4",
            "role", "master",
            "loading", "0",
            "maxmemory_policy", "noeviction",
            "maxmemory", Long.toString(4 * GIB),
            "used_memory", "1000000",
            "aof_enabled", "1",
            "aof_last_write_status", "ok",
            "maxclients", "10000",
            "connected_clients", "3"));

    private final Map<String, String> config = new HashMap<>();

    @Test
    void aRedisAsItShouldBeIsGreen() {
        assertThat(points(seen(), ALONE)).extracting(CheckPoint::light).containsOnly(Light.GREEN);
    }

    @ParameterizedTest
    @CsvSource({
        "maxmemory_policy, volatile-lru, redis eviction, RED",
        "maxmemory_policy, allkeys-lru, redis eviction, RED",
        "aof_enabled, 0, redis append-only file, RED",
        "aof_last_write_status, err, redis append-only file, RED",
        "aof_last_bgrewrite_status, err, redis append-only file, AMBER",
        "role, slave, redis master, RED",
        "loading, 1, redis master, RED",
        "maxmemory, 200000000, redis memory, RED",
        "maxmemory, 500000000, redis memory, AMBER",
        "connected_clients, 9991, redis connections, RED",
        "connected_clients, 9990, redis connections, GREEN",
        "redis_version, 6.0.16, redis server, AMBER",
        "redis_version, 6.2.6, redis server, GREEN",
        "redis_version, 10.0.0, redis server, GREEN"
    })
    void whatItTellsIsJudged(String line, String value, String subject, Light light) {
        info.put(line, value);

        assertThat(light(subject, seen(), ALONE)).isEqualTo(light);
    }

    @ParameterizedTest
    @CsvSource({
        "maxmemory_policy, redis eviction",
        "used_memory, redis memory",
        "aof_enabled, redis append-only file",
        "maxclients, redis connections"
    })
    void whatItDoesNotTellIsUnknown(String line, String subject) {
        info.remove(line);

        assertThat(light(subject, seen(), ALONE)).isEqualTo(Light.UNKNOWN);
    }

    @Test
    void withoutABoundOfItsOwnTheMachinesMemoryCounts() {
        info.put("maxmemory", "0");
        info.put("total_system_memory", Long.toString(8 * GIB));

        CheckPoint memory = point("redis memory", seen(), ALONE);

        assertThat(memory.light()).isEqualTo(Light.GREEN);
        assertThat(memory.found()).contains("no maxmemory", "of 8,192 MiB");
    }

    @Test
    void replicasThatADecisionWaitsForMustBeThere() {
        RedisCheck.Wanted one = new RedisCheck.Wanted(1, true, 10, 0);
        assertThat(light("redis replicas", seen(), one)).isEqualTo(Light.RED);

        info.put("slave0", "ip=10.0.0.2,port=6379,state=wait_bgsave,offset=0,lag=0");
        assertThat(light("redis replicas", seen(), one)).isEqualTo(Light.RED);

        info.put("slave0", "ip=10.0.0.2,port=6379,state=online,offset=7,lag=0");
        assertThat(light("redis replicas", seen(), one)).isEqualTo(Light.GREEN);
    }

    @Test
    void aMasterThatNobodyCouldReplaceIsAmber() {
        RedisCheck.Wanted failsOver = new RedisCheck.Wanted(0, true, 10, 0);

        assertThat(light("redis replicas", seen(), failsOver)).isEqualTo(Light.AMBER);
        assertThat(light("redis replicas", seen(), ALONE)).isEqualTo(Light.GREEN);
    }

    @Test
    void howOftenItWritesToItsDiskIsJudgedOrUnknown() {
        assertThat(light("redis appendfsync", seen("always", true, List.of(), null, 1), ALONE))
                .isEqualTo(Light.GREEN);
        assertThat(light("redis appendfsync", seen("no", true, List.of(), null, 1), ALONE))
                .isEqualTo(Light.AMBER);
        assertThat(light("redis appendfsync", seen(null, true, List.of(), null, 1), ALONE))
                .isEqualTo(Light.UNKNOWN);
    }

    @Test
    void aMasterThatMayGetAnotherReplicationIdIsAmberWhereMastersChange() {
        RedisCheck.Wanted failsOver = new RedisCheck.Wanted(0, true, 10, 0);
        String subject = "redis repl-backlog-ttl";
        assertThat(light(subject, seen(), failsOver)).isEqualTo(Light.UNKNOWN);

        config.put("repl-backlog-ttl", "3600");
        assertThat(light(subject, seen(), failsOver)).isEqualTo(Light.AMBER);
        assertThat(points(seen(), ALONE)).extracting(CheckPoint::subject).doesNotContain(subject);

        config.put("repl-backlog-ttl", "0");
        assertThat(light(subject, seen(), failsOver)).isEqualTo(Light.GREEN);
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        CheckPoint rights = point("redis rights", seen("always", true, List.of("hdel", "client|kill"), null, 1), ALONE);

        assertThat(rights.light()).isEqualTo(Light.RED);
        assertThat(rights.found()).isEqualTo("r:6379: the user lacks hdel, client|kill");
    }

    @Test
    void aRefusalIsRedAndTold() {
        CheckPoint writes = point("redis writes", seen("always", true, List.of(), "set: OOM no memory", 1), ALONE);

        assertThat(writes.light()).isEqualTo(Light.RED);
        assertThat(writes.found()).endsWith("it refuses set: OOM no memory");
    }

    @Test
    void aMasterThatNobodyConfirmsIsRed() {
        assertThat(light("redis master", seen("always", false, List.of(), null, 1), ALONE))
                .isEqualTo(Light.RED);
    }

    @Test
    void aFarRedisIsAmber() {
        assertThat(light("redis server", seen("always", true, List.of(), null, 11), ALONE))
                .isEqualTo(Light.AMBER);
    }

    private RedisSeen seen() {
        return seen("everysec", true, List.of(), null, 1);
    }

    private RedisSeen seen(
            String appendFsync, boolean confirmed, List<String> lacking, String refusal, long tripMillis) {
        Map<String, String> config = new HashMap<>(this.config);
        if (appendFsync != null) {
            config.put("appendfsync", appendFsync);
        }
        return new RedisSeen(
                "r:6379", confirmed, info, config, Duration.ZERO, Duration.ofMillis(tripMillis), lacking, refusal);
    }

    private static List<CheckPoint> points(RedisSeen seen, RedisCheck.Wanted wanted) {
        return new RedisCheck(seen, wanted).points();
    }

    private static Light light(String subject, RedisSeen seen, RedisCheck.Wanted wanted) {
        return point(subject, seen, wanted).light();
    }

    private static CheckPoint point(String subject, RedisSeen seen, RedisCheck.Wanted wanted) {
        return points(seen, wanted).stream()
                .filter(point -> point.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
