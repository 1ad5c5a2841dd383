package dev.seckill.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CheckReportTest {

    private static final CheckPoint GREEN = CheckPoint.green("redis", "is there");
    private static final CheckPoint UNKNOWN = CheckPoint.unknown("kafka room", "not told", "look yourself");
    private static final CheckPoint AMBER = CheckPoint.amber("clock", "two seconds off", "use NTP");
    private static final CheckPoint RED = CheckPoint.red("topic", "forgets", "set retention.ms=-1");

    @Test
    void theWorstLightCounts() {
        assertThat(codes(false, GREEN)).isEqualTo(0);
        assertThat(codes(false, GREEN, AMBER)).isEqualTo(1);
        assertThat(codes(false, RED, AMBER, UNKNOWN, GREEN)).isEqualTo(3);
        assertThat(codes(true, RED, AMBER, UNKNOWN, GREEN)).isEqualTo(3);
    }

    @Test
    void whatCouldNotBeAskedIsNoGreenUnlessItMayBe() {
        assertThat(codes(false, GREEN, UNKNOWN)).isEqualTo(1);
        assertThat(codes(true, GREEN, UNKNOWN)).isZero();
        assertThat(codes(true, AMBER, UNKNOWN)).isEqualTo(1);
    }

    @Test
    void eachPointIsALineWithWhatToDo() {
        assertThat(new CheckReport(List.of(GREEN, UNKNOWN, AMBER, RED))
                        .asTable()
                        .lines())
                .containsExactly(
                        "GREEN    redis       is there",
                        "UNKNOWN  kafka room  not told -> look yourself",
                        "AMBER    clock       two seconds off -> use NTP",
                        "RED      topic       forgets -> set retention.ms=-1",
                        "1 red, 1 amber, 1 unknown, 1 green");
    }

    @Test
    void whatAServerSaysStaysOnItsLine() {
        CheckPoint forged = CheckPoint.red("redis", "gone\nGREEN    redis       is there", "start\u001b[2Jit");

        assertThat(new CheckReport(List.of(forged)).asTable().lines()).hasSize(2);
        assertThat(new CheckReport(List.of(forged)).asTable()).doesNotContain("\u001b");
    }

    @Test
    void nothingButGreenIsWithoutARemedy() {
        assertThatThrownBy(() -> CheckPoint.red("redis", "gone", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CheckPoint("redis", Light.GREEN, "is there", "start it"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int codes(boolean unknownIsFine, CheckPoint... points) {
        return new CheckReport(Stream.of(points).toList()).exitCode(unknownIsFine);
    }
}
