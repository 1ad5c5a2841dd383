package dev.seckill.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.Light;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CrowdCheckTest {

    private static final CrowdCheck.Machine ROOMY = new CrowdCheck.Machine(1_000_000, 4096);
    private static final Crowd MODEL_CASE = new Crowd(2000, Duration.ofSeconds(5), 1);
    private static final Duration TRIP = Duration.ofMillis(1);

    @Test
    void theDefaultsFitTheModelCaseButForThoseWhoWatch() {
        assertThat(new CrowdCheck(ApiConfig.of(), MODEL_CASE, ROOMY).points(TRIP, 100))
                .filteredOn(point -> point.light() != Light.GREEN)
                .extracting(CheckPoint::subject)
                .containsExactly("crowd viewers");
    }

    @Test
    void moreBuyersThanConnectionsAreAmberUntilThereAreMoreInstances() {
        assertThat(light("connections", crowd(10_001, 60, 1))).isEqualTo(Light.AMBER);
        assertThat(light("connections", crowd(10_001, 60, 2))).isEqualTo(Light.GREEN);
        assertThat(light("connections", crowd(2001, 60, 1), "--connections-max", "2000"))
                .isEqualTo(Light.AMBER);
    }

    @Test
    void tooFewOpenFilesAreRedAndAnUnknownNumberIsUnknown() {
        assertThat(point("open files", MODEL_CASE, new CrowdCheck.Machine(1024, 4096), TRIP, 100)
                        .light())
                .isEqualTo(Light.RED);
        assertThat(point("open files", MODEL_CASE, new CrowdCheck.Machine(-1, 4096), TRIP, 100)
                        .light())
                .isEqualTo(Light.UNKNOWN);
    }

    @Test
    void theSystemMayCutTheAcceptQueue() {
        CheckPoint cut = point("accept queue", MODEL_CASE, new CrowdCheck.Machine(1_000_000, 128), TRIP, 100);

        assertThat(cut.light()).isEqualTo(Light.AMBER);
        assertThat(cut.found()).isEqualTo("net.core.somaxconn is 128, expected are 400");
    }

    @Test
    void aCrowdThatComesFasterThanItIsDecidedMustFitIntoTheQueue() {
        assertThat(light("queue", crowd(20_000, 1, 1))).isEqualTo(Light.GREEN);
        assertThat(light("queue", crowd(20_002, 1, 1))).isEqualTo(Light.AMBER);
    }

    @Test
    void nobodyMayWaitLongerThanADecisionMay() {
        CheckPoint queue = point(
                "queue",
                crowd(100_000, 1, 1),
                ROOMY,
                TRIP,
                100,
                "--queue-max",
                "1000000",
                "--connections-max",
                "100000");

        assertThat(queue.light()).isEqualTo(Light.AMBER);
        assertThat(queue.found()).contains("--decision-wait is 5000 ms");
    }

    @Test
    void aFarRedisDecidesFewerInASecond() {
        assertThat(point("queue", crowd(2000, 1, 1), ROOMY, Duration.ofSeconds(1), 100)
                        .found())
                .contains("decides some 500;");
    }

    @Test
    void asManyUnitsAsAreForSaleMayWaitForTheLog() {
        Crowd crowd = crowd(200_000, 60, 10);

        assertThat(point("outbox", crowd, ROOMY, TRIP, 100_000).light()).isEqualTo(Light.GREEN);
        assertThat(point("outbox", crowd, ROOMY, TRIP, 100_001).light()).isEqualTo(Light.AMBER);
        assertThat(point("outbox", crowd(60_000, 60, 1), ROOMY, TRIP, 60_000).light())
                .isEqualTo(Light.AMBER);
    }

    @Test
    void viewersNeedASeatOnlyIfThereArePages() {
        assertThat(light("viewers", MODEL_CASE)).isEqualTo(Light.AMBER);
        assertThat(light("viewers", MODEL_CASE, "--live-viewers-max", "2000")).isEqualTo(Light.GREEN);
        assertThat(light("viewers", MODEL_CASE, "--pages", "off")).isEqualTo(Light.GREEN);
    }

    @Test
    void ratesThatACrowdBehindAProxyWouldShareAreAmber() {
        assertThat(light("rates", MODEL_CASE, "--rate-per-address", "50/1s")).isEqualTo(Light.AMBER);
        assertThat(light("rates", MODEL_CASE, "--rate-per-address", "50/1s", "--proxies", "1"))
                .isEqualTo(Light.GREEN);
        assertThat(light("rates", MODEL_CASE, "--rate-per-buyer", "5/1s")).isEqualTo(Light.GREEN);
        assertThat(light("rates", MODEL_CASE, "--rate-per-buyer", "5/1s", "--rate-table-max", "1999"))
                .isEqualTo(Light.AMBER);
    }

    private static Crowd crowd(int buyers, int seconds, int instances) {
        return new Crowd(buyers, Duration.ofSeconds(seconds), instances);
    }

    private static Light light(String subject, Crowd crowd, String... arguments) {
        return point(subject, crowd, ROOMY, TRIP, 100, arguments).light();
    }

    private static CheckPoint point(
            String subject, Crowd crowd, CrowdCheck.Machine machine, Duration trip, long units, String... arguments) {
        return new CrowdCheck(ApiConfig.of(arguments), crowd, machine)
                .points(trip, units).stream()
                        .filter(point -> point.subject().equals("crowd " + subject))
                        .findFirst()
                        .orElseThrow();
    }
}
