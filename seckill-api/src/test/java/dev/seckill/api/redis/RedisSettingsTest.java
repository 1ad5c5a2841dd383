package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.JedisClientConfig;

final class RedisSettingsTest {

    @Test
    void addressIsThatOfAHostWithAnUnderscoreToo() {
        assertThat(settings("redis://my_redis:7", null).address()).hasToString("my_redis:7");
        assertThat(settings("redis://:p@my_redis", null).address()).hasToString("my_redis:6379");
    }

    @Test
    void clientConfig_decodesUserAndPassword() {
        JedisClientConfig config =
                settings("redis://b%40b:a+b%3Ac@my_redis:7/3", null).clientConfig();

        assertThat(config.getUser()).isEqualTo("b@b");
        assertThat(config.getPassword()).isEqualTo("a+b:c");
        assertThat(config.getDatabase()).isEqualTo(3);
    }

    @Test
    void clientConfig_takesThePasswordOfTheFileBeforeThatOfTheUrl() {
        assertThat(settings("redis://user:old@r", "new").clientConfig().getPassword())
                .isEqualTo("new");
        assertThat(settings("redis://user@r", "new").clientConfig().getUser()).isEqualTo("user");
        assertThat(settings("redis://r", null).clientConfig().getPassword()).isNull();
        assertThat(settings("redis://r", "new")).asString().isEqualTo("redis=redis://***@r:6379, redis-timeout=1000ms");
    }

    private static RedisSettings settings(String url, String password) {
        return new RedisSettings(URI.create(url), password, Duration.ofSeconds(1));
    }
}
