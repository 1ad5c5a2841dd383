package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

final class SentinelAnswerTest {

    private static final HostAndPort SENTINEL = new HostAndPort("s1", 26379);
    private static final HostAndPort PROMOTED = new HostAndPort("10.0.0.2", 6379);
    private static final Object ADDRESS = words("10.0.0.2", "6379");

    private static List<Object> words(String... texts) {
        return Arrays.stream(texts).<Object>map(SaleKeys::bytes).toList();
    }

    @Test
    void duringAFailoverThePromotedOneIsNamedWithTheNewEpoch() {
        Object details = words("name", "seckill", "ip", "10.0.0.1", "port", "6379", "config-epoch", "7", "quorum", "2");

        assertThat(SentinelAnswer.of(SENTINEL, details, ADDRESS)).isEqualTo(new SentinelAnswer(PROMOTED, 7));
    }

    @Test
    void aMasterThatIsCalledLikeTheWordHasItsEpoch() {
        Object details = words("name", "config-epoch", "config-epoch", "7");

        assertThat(SentinelAnswer.of(SENTINEL, details, ADDRESS).epoch()).isEqualTo(7);
    }

    @Test
    void anEpochThatIsRefusedOrNotToldOrNoNumberIsUntold() {
        for (Object details : Arrays.<Object>asList(
                new JedisDataException("NOPERM this user has no permissions to run the 'sentinel' command"),
                new JedisDataException("ERR Unknown sentinel subcommand 'MASTER'"),
                words("name", "seckill", "quorum", "2"),
                words("config-epoch", "x"),
                words("config-epoch", "-1"),
                words("config-epoch"),
                List.of("config-epoch", 7L),
                List.of(),
                null)) {
            assertThat(SentinelAnswer.of(SENTINEL, details, ADDRESS))
                    .as(String.valueOf(details))
                    .isEqualTo(new SentinelAnswer(PROMOTED, SentinelAnswer.UNTOLD));
        }
    }

    @Test
    void whoTellsNoAddressHasNotAnswered() {
        Object details = words("config-epoch", "7");

        assertThatThrownBy(() -> SentinelAnswer.of(SENTINEL, details, null))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessage("s1:26379 knows no master of that name");
        assertThatThrownBy(() -> SentinelAnswer.of(SENTINEL, details, new JedisDataException("NOPERM no")))
                .hasMessage("NOPERM no");
    }
}
