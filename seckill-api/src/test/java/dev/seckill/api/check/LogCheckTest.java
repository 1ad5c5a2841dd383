package dev.seckill.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LogSurvey;
import dev.seckill.api.orderlog.LogSurvey.Disk;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.Light;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogCheckTest {

    private static final long GIB = 1L << 30;
    private static final KafkaSettings DEFAULTS = ApiConfig.of().kafka();

    @Test
    void aTopicThatIsNotMadeYetIsAmber() {
        CheckPoint topic = point("topic CAR_NUMBER", DEFAULTS, new LogSurvey(3, null, null, true, List.of()));

        assertThat(topic.light()).isEqualTo(Light.AMBER);
        assertThat(topic.found()).isEqualTo("there is none; an instance makes it with 6 partitions and 1 copy");
        assertThat(topic.remedy()).contains("--replication 3");
        assertThat(point("topic CAR_NUMBER", DEFAULTS, new LogSurvey(1, null, null, true, List.of()))
                        .remedy())
                .isEqualTo("start an instance, and check again");
    }

    @Test
    void aTopicThatCouldNotBeMadeOrLookedAtIsRed() {
        CheckPoint notMade = point("topic CAR_NUMBER", DEFAULTS, new LogSurvey(1, null, "not you", true, List.of()));
        CheckPoint notSeen = point("topic CAR_NUMBER", DEFAULTS, new LogSurvey(1, null, "not you", false, List.of()));

        assertThat(notMade.light()).isEqualTo(Light.RED);
        assertThat(notMade.found()).contains("an instance could not make it: not you");
        assertThat(notSeen.light()).isEqualTo(Light.RED);
        assertThat(notSeen.found()).contains("it can't be looked at: not you");
    }

    @Test
    void eachDiskIsJudged() {
        List<CheckPoint> room = points(
                        DEFAULTS,
                        new LogSurvey(
                                4,
                                null,
                                null,
                                true,
                                List.of(
                                        new Disk(1, "/kafka", 90 * GIB, 100 * GIB, null),
                                        new Disk(2, "/kafka", GIB, 100 * GIB, null),
                                        new Disk(3, "/kafka", 0, 100 * GIB, null),
                                        new Disk(4, "/kafka", -1, -1, null),
                                        new Disk(5, "/kafka", 90 * GIB, 100 * GIB, "it is offline"))))
                .stream()
                .filter(point -> point.subject().equals("kafka room"))
                .toList();

        assertThat(room)
                .extracting(CheckPoint::light)
                .containsExactly(Light.GREEN, Light.AMBER, Light.RED, Light.UNKNOWN, Light.RED);
        assertThat(room.get(4).found()).isEqualTo("broker 5 /kafka: it is offline");
    }

    @Test
    void disksThatNobodyTellsOfAreUnknown() {
        assertThat(point("kafka room", DEFAULTS, new LogSurvey(1, null, null, true, List.of()))
                        .light())
                .isEqualTo(Light.UNKNOWN);
    }

    private static CheckPoint point(String subject, KafkaSettings settings, LogSurvey survey) {
        return points(settings, survey).stream()
                .filter(point -> point.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private static List<CheckPoint> points(KafkaSettings settings, LogSurvey survey) {
        return new LogCheck(settings, survey, GIB / 2).points();
    }
}
