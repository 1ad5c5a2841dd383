package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

final class RedisSettingsTest {

    @Test
    void addressIsThatOfAHostWithAnUnderscoreToo() {
        assertThat(settings("redis://my_redis:7", null).addresses()).hasToString("[my_redis:7]");
        assertThat(settings("redis://:p@my_redis", null).addresses()).hasToString("[my_redis:6379]");
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

    @Test
    void sentinelsAreNamedWithTheirMasterAndTheDatabase() {
        RedisSettings settings = settings("redis-sentinel://bob:p@s_1:1,s2/cars/4");

        assertThat(settings.kind()).isEqualTo(RedisUrl.Kind.SENTINEL);
        assertThat(settings.addresses()).containsExactly(new HostAndPort("s_1", 1), new HostAndPort("s2", 26379));
        assertThat(settings.master()).isEqualTo("cars");
        assertThat(settings.clientConfig().getUser()).isEqualTo("bob");
        assertThat(settings.clientConfig().getPassword()).isEqualTo("p");
        assertThat(settings.clientConfig().getDatabase()).isEqualTo(4);
        assertThat(settings.clientConfig().getSslOptions()).isNull();
        assertThat(settings).hasToString("redis=redis-sentinel://***@s_1:1,s2:26379/cars/4, redis-timeout=1000ms");
    }

    @Test
    void sentinelsHaveALoginOfTheirOwn() {
        RedisSettings settings = new RedisSettings(
                URI.create("redis-sentinel://bob:p@s1/cars"),
                null,
                Duration.ofSeconds(1),
                new RedisSettings.SentinelLogin("watcher", "hidden"),
                RedisSettings.ReplicaWait.NONE);

        assertThat(settings.sentinelConfig().getUser()).isEqualTo("watcher");
        assertThat(settings.sentinelConfig().getPassword()).isEqualTo("hidden");
        assertThat(settings.sentinelConfig().getDatabase()).isZero();
        assertThat(settings("redis-sentinel://bob:p@s1/cars").sentinelConfig().getPassword())
                .isNull();
        assertThat(settings.sentinels()).asString().doesNotContain("hidden");
        assertThat(settings).asString().doesNotContain("hidden").doesNotContain("watcher");
    }

    @Test
    void clusterIsNamedByNodes() {
        RedisSettings settings = settings("redis-cluster://:p@n1:7000,n2:7001");

        assertThat(settings.kind()).isEqualTo(RedisUrl.Kind.CLUSTER);
        assertThat(settings.addresses()).containsExactly(new HostAndPort("n1", 7000), new HostAndPort("n2", 7001));
        assertThat(settings.master()).isNull();
        assertThat(settings.clientConfig().getPassword()).isEqualTo("p");
        assertThat(settings).hasToString("redis=redis-cluster://***@n1:7000,n2:7001, redis-timeout=1000ms");
    }

    @Test
    void keyStoresAreWrittenOnceForAllConnections() {
        RedisNodes nodes = new RedisNodes(settings("rediss-cluster://r,s"));

        assertThat(nodes.clientConfig().getSslOptions())
                .isNotNull()
                .isSameAs(nodes.clientConfig().getSslOptions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rediss://r", "rediss-sentinel://r/m", "rediss-cluster://r,s", "REDISS://r"})
    void secureSchemesAskForTls(String url) {
        RedisSettings settings = settings(url);

        assertThat(settings.clientConfig().getSslOptions()).isNotNull();
        assertThat(settings.sentinelConfig().getSslOptions()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://:secret@r",
                "redis:secret",
                "redis://:secret@",
                "redis://:secret@r:65536",
                "redis://:secret@r,s",
                "redis://:secret@r/x",
                "redis://:secret@r?x=1",
                "redis-sentinel://:secret@r",
                "redis-sentinel://:secret@r/",
                "redis-sentinel://:secret@r/m/x",
                "redis-sentinel://:secret@r,/m",
                "redis-cluster://:secret@r/1",
                "redis-cluster://:secret@r,,s",
                "redis-cluster://:secret@r#x"
            })
    void anyOtherUrlIsRefusedWithoutTellingIt(String url) {
        assertThatThrownBy(() -> settings(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be redis://")
                .hasMessageNotContaining("secret");
    }

    private static RedisSettings settings(String url) {
        return settings(url, null);
    }

    private static RedisSettings settings(String url, String password) {
        return new RedisSettings(URI.create(url), password, Duration.ofSeconds(1));
    }
}
