package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StackConfigTest {

    private static final Path DATA = Path.of("/data/stack");

    @Test
    void onUsualPorts_isWhereEverybodyLooks() {
        assertThat(StackConfig.onUsualPorts(DATA))
                .isEqualTo(new StackConfig(
                        DATA, new StackPorts(6379, 9092, 3306), RedisFsync.EVERYSEC, Duration.ofSeconds(60), false));
    }

    @Test
    void onFreePorts_namesNone() {
        assertThat(StackConfig.onFreePorts(DATA).ports()).isEqualTo(new StackPorts(0, 0, 0));
    }

    @Test
    void with_changesOneSettingAndKeepsTheOthers() {
        StackConfig config = StackConfig.onFreePorts(DATA)
                .withPorts(new StackPorts(1, 2, 3))
                .withRedisFsync(RedisFsync.ALWAYS)
                .withStartWait(Duration.ofSeconds(5));

        assertThat(config)
                .isEqualTo(new StackConfig(
                        DATA, new StackPorts(1, 2, 3), RedisFsync.ALWAYS, Duration.ofSeconds(5), false));
    }

    @Test
    void makesTheFolderAbsolute() {
        assertThat(StackConfig.onFreePorts(Path.of("target/../here")).data())
                .isEqualTo(Path.of("here").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource({
        "-1,0,0,redis port must be 0 to 65535 but is -1",
        "0,65536,0,kafka port must be 0 to 65535 but is 65536",
        "0,0,-2,mysql port must be 0 to 65535 but is -2"
    })
    void refusesWhatIsNoPort(int redis, int kafka, int mysql, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StackPorts(redis, kafka, mysql))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S"})
    void refusesAWaitThatIsNone(Duration wait) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StackConfig.onFreePorts(DATA).withStartWait(wait))
                .withMessageContaining("startWait must be above zero");
    }
}
