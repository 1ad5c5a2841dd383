package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ListenFailureTest {

    @Test
    void aNameThatDoesNotResolveIsNoPortInUse() {
        assertThat(Reason.of(failureToListen("x86_64-conda-linux-gnu.invalid", 0)))
                .isEqualTo("--host (HOST) does not resolve to an address: x86_64-conda-linux-gnu.invalid");
    }

    @Test
    void anAddressOfAnotherMachineIsNoPortInUse() {
        assertThat(Reason.of(failureToListen("192.0.2.1", 0)))
                .isEqualTo("--host (HOST) is no address of this machine: 192.0.2.1");
    }

    @Test
    void aPortInUseIsOne() {
        try (HttpServer first = new HttpServer(settings("127.0.0.1", 0))) {
            assertThat(failureToListen("127.0.0.1", first.port()))
                    .hasMessageContaining("--port (PORT)")
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void theAdminServerNamesItsOwnOptions() {
        try (HttpServer first = new HttpServer(settings("127.0.0.1", 0))) {
            ApiConfig.Http taken = settings("127.0.0.1", first.port());

            assertThatExceptionOfType(ListenFailure.class)
                    .isThrownBy(() -> new ListenSocket(ListenFailure.Server.ADMIN, taken))
                    .withMessageContaining("--admin-port (ADMIN_PORT)");
        }
    }

    private static ListenFailure failureToListen(String host, int port) {
        try (HttpServer listening = new HttpServer(settings(host, port))) {
            throw new AssertionError("listens on " + listening.port());
        } catch (ListenFailure expected) {
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
