package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.model.SaleId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisException;

final class RedisFailedExceptionTest {

    @Test
    void saysWhatIsNotThereAndWhichOptionNamesItWithoutThePassword() throws Exception {
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        URI url = URI.create("redis://:s3cret@127.0.0.1:" + nobody);
        try (SaleCounter counter = new SaleCounter(url, SaleId.DEFAULT, Clock.systemUTC())) {
            JedisException away = catchThrowableOfType(JedisException.class, counter::seq);

            assertThat(new RedisFailedException(url, away).getMessage())
                    .startsWith("Redis at redis://")
                    .contains("@127.0.0.1:" + nobody + " (--redis) fails: Failed to connect")
                    .doesNotContain("s3cret", "\n");
        }
    }
}
