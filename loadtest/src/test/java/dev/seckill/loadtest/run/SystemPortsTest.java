package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class SystemPortsTest {

    @Test
    void takesThePortThatSomebodyChose() {
        int chosen = new Ports().free();

        SystemPorts ports = SystemPorts.usual(chosen);

        assertThat(ports.api()).isEqualTo(chosen);
        assertThat(ports.taken(chosen)).doesNotContain(chosen);
    }

    @Test
    void refusesAChosenPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int chosen = other.getLocalPort();

            assertThatExceptionOfType(RunRefusedException.class)
                    .isThrownBy(() -> SystemPorts.usual(chosen))
                    .withMessage("port " + chosen + " is taken by something that does not answer GET /health/ready"
                            + " over HTTP; free it, or choose another with --port");
        }
    }
}
