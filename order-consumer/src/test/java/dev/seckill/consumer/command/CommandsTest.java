package dev.seckill.consumer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
                .contains("order-consumer - gave up (kafka: there is no address for no-such-host.invalid:9092");
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

    @ParameterizedTest
    @ValueSource(strings = {"", "audit ", "audit --repair ", "migrate "})
    void aUrlThatTheDriverCannotReadIsAWrongSettingAndNotShown(String command) {
        for (String url :
                List.of("jdbc:mysql://db:hidden/seckill", "jdbc:mysql://me:hidden/seckill", "mysql://hidden/x")) {
            List<String> said = run(command + "--mysql=" + url);

            assertThat(exitCode).isEqualTo(2);
            assertThat(said).hasSize(2).noneMatch(line -> line.contains("hidden"));
            assertThat(said.get(1)).startsWith("  --mysql (MYSQL_URL): ").contains("jdbc:mysql://host:port/database");
        }
    }

    @Test
    void aMySqlThatIsAwayIsNamedByItsAddress() {
        List<String> said = run("migrate --mysql=jdbc:mysql://127.0.0.1:1/seckill");

        assertThat(exitCode).isEqualTo(1);
        assertThat(said)
                .singleElement()
                .asString()
                .contains("order-consumer - gave up (mysql: ", ", server=127.0.0.1:1)");
    }

    /** What cannot be read, what is out of range, what breaks a rule, and what does not exist. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--topic=a/b --ignore=here --mysql-pool=1 --mysql-lock-wait=9s --mysql-socket-timeout=8s"
                        + " --mysql-password-file=/no/such/file --nonsense",
                "audit --topic=a/b --ignore=here --mysql-pool=1 --mysql-lock-wait=9s --mysql-socket-timeout=8s"
                        + " --mysql-password-file=/no/such/file --nonsense",
                "migrate --mysql=x --mysql-user= --mysql-pool=1 --mysql-lock-wait=9s --mysql-socket-timeout=8s"
                        + " --mysql-password-file=/no/such/file --nonsense",
                "parked --topic=a/b --ignore=here --kafka=x --parked-wait=soon --parked-partitions=0 --only=CAR_NUMBER-0@1"
                        + " --nonsense",
            })
    void allWrongSettingsAreReportedAtOnce(String arguments) {
        List<String> said = run(arguments);

        assertThat(exitCode).isEqualTo(2);
        assertThat(said).filteredOn(line -> line.startsWith("  ")).hasSize(said.size() - 1);
        Stream.of(arguments.split(" "))
                .filter(argument -> argument.startsWith("--") && !argument.startsWith("--mysql-socket-timeout"))
                .map(argument -> argument.split("=")[0])
                .forEach(option -> assertThat(said.subList(1, said.size()))
                        .filteredOn(line -> line.matches(".*" + option + "(?![\\w-]).*"))
                        .as(option)
                        .hasSize(1));
    }

    private List<String> run(String arguments) {
        PrintWriter out = new PrintWriter(new StringWriter());
        return LogLines.during(() -> exitCode = Commands.run(arguments.split(" "), Map.of(), out, config -> {}));
    }
}
