package dev.seckill.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class HostPortsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:9092",
                "k-1.example_org:1,k2:65535",
                "k1:1, k2:2",
                "[::1]:9092",
                "[fe80::1%eth0]:9092",
                "PLAINTEXT://127.0.0.1:9092",
                "://k1:1"
            })
    void takesEachAddressWithItsPort(String text) {
        assertThat(new HostPorts().convert(" " + text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "localhost:",
                ":9092",
                "k1:1,",
                "k1:1,,k2:2",
                "k1:65536",
                "k 1:1",
                "k1:1 k2:2"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new HostPorts().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is not host:port, or several separated by commas");
    }
}
