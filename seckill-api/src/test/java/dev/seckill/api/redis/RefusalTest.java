package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

final class RefusalTest {

    private static final HostAndPort NODE = new HostAndPort("n", 1);

    @Test
    void aKeyMayBeElsewhereOrOnItsWay() {
        assertThat(Refusal.of(new JedisMovedDataException("MOVED 1 n:1", NODE, 1)))
                .isEqualTo(Refusal.MOVED);
        assertThat(Refusal.of(new JedisAskDataException("ASK 1 n:1", NODE, 1))).isEqualTo(Refusal.UNDER_WAY);
        assertThat(Refusal.of(new JedisDataException("TRYAGAIN Multiple keys request during rehashing of slot")))
                .isEqualTo(Refusal.UNDER_WAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READONLY You can't write", "LOADING Redis is", "MASTERDOWN Link with", "CLUSTERDOWN The"})
    void aServerMayBeNoMaster(String message) {
        assertThat(Refusal.of(new JedisDataException(message))).isEqualTo(Refusal.NO_MASTER);
        assertThat(Refusal.of(new JedisClusterException(message))).isEqualTo(Refusal.NO_MASTER);
    }

    @Test
    void anythingElseIsTheRightServersWord() {
        assertThat(Refusal.of(new JedisDataException("WRONGTYPE Operation"))).isEqualTo(Refusal.OTHER);
        assertThat(Refusal.of(new JedisDataException("NOREPLICAS Not enough"))).isEqualTo(Refusal.OTHER);
        assertThat(Refusal.of(new JedisConnectionException("READONLY"))).isEqualTo(Refusal.OTHER);
        assertThat(Refusal.of(null)).isEqualTo(Refusal.OTHER);
    }
}
