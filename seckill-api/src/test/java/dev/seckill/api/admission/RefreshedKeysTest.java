package dev.seckill.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RefreshedKeysTest {

    @Test
    void aReadingThatFailsInAWayThatNobodyForesawIsNotTheLast() throws Exception {
        String set = new JWKSet(new ECKeyGenerator(Curve.P_256).generate()).toString(true);
        AtomicInteger readings = new AtomicInteger();
        CompletableFuture<TokenKeys> read = new CompletableFuture<>();
        KeySource source = () -> {
            if (readings.getAndIncrement() == 0) {
                throw new IllegalStateException("nobody foresaw this");
            }
            return set;
        };

        try (RefreshedKeys keys = new RefreshedKeys(source, Duration.ofSeconds(1), read::complete)) {
            assertThat(read.get(30, TimeUnit.SECONDS).size()).isEqualTo(1);
        }
    }
}
