package dev.seckill.consumer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of settings that will not do, and their exit codes. */
final class CommandsTest {

    private int exitCode;

    @ParameterizedTest
    @ValueSource(strings = {"audit", "parked", "parked --replay"})
    void aKafkaWithoutAnAddressIsSaidInOneLine(String command) {
        List<String> said = run(command + " --kafka=no-such-host.invalid:9092");

        assertThat(exitCode).isEqualTo(1);
        assertThat(said)
                .singleElement()
                .asString()
                .endsWith("order-consumer - gave up (kafka: there is no address for no-such-host.invalid:9092)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "audit ", "parked ", "parked --replay "})
    void aKafkaThatIsNoAddressIsAWrongSetting(String command) {
        List<String> said = run(command + "--kafka=localhost");

        assertThat(exitCode).isEqualTo(2);
        assertThat(said)
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo("  --kafka (KAFKA_BOOTSTRAP_SERVERS): 'localhost' is not host:port, or several separated by"
                        + " commas");
    }

    private List<String> run(String arguments) {
        PrintWriter out = new PrintWriter(new StringWriter());
        return LogLines.during(() -> exitCode = Commands.run(arguments.split(" "), Map.of(), out, config -> {}));
    }
}
