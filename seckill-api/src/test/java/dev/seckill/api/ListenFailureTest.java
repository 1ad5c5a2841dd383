package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.util.JavalinBindException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ListenFailureTest {

    @Test
    void aNameThatDoesNotResolveIsNoPortInUse() {
        JavalinBindException failure = failureToListen("x86_64-conda-linux-gnu.invalid", 0);

        assertThat(ListenFailure.reason("x86_64-conda-linux-gnu.invalid", failure))
                .contains("--host (HOST)")
                .contains("x86_64-conda-linux-gnu.invalid")
                .doesNotContain("in use");
    }

    @Test
    void aPortInUseIsOne() {
        ApiConfig.Http settings = settings("127.0.0.1", 0);
        try (HttpApi first = new HttpApi(settings)) {
            JavalinBindException failure = failureToListen("127.0.0.1", first.port());

            assertThat(ListenFailure.reason("127.0.0.1", failure)).contains("in use");
        }
    }

    private static JavalinBindException failureToListen(String host, int port) {
        try (HttpApi listening = new HttpApi(settings(host, port))) {
            throw new AssertionError("listens on " + listening.port());
        } catch (JavalinBindException expected) {
            return expected;
        }
    }

    private static ApiConfig.Http settings(String host, int port) {
        return new ApiConfig.Http(
                host,
                port,
                8,
                1000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Gates.DEFAULT);
    }
}
