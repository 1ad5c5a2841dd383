package dev.seckill.api.instance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.http.ListenFailure;
import dev.seckill.model.trace.Traces;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiInstanceTest {

    /** To stop what was started could take as long as reading all of the order log. */
    @ParameterizedTest
    @ValueSource(strings = {"--port", "--admin-port"})
    void aPortThatIsTakenIsNoticedBeforeAnythingIsStarted(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ApiConfig config =
                    ApiConfig.of("--host=127.0.0.1", "--port=0", "--admin-port=0", option + "=" + taken.getLocalPort());
            ApiInstance instance = new ApiInstance(config, "one", null, null, Traces.OFF);

            assertThatExceptionOfType(ListenFailure.class)
                    .isThrownBy(() -> instance.serve(
                            (counters, delivery, events) -> {
                                throw new AssertionError("something was started");
                            },
                            () -> true,
                            ports -> {}))
                    .withMessageContaining(option + " (");
        }
    }
}
