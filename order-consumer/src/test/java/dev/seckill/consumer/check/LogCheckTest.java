package dev.seckill.consumer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.topic.TopicSurvey;
import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.Light;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LogCheckTest {

    private static final TopicSurvey.Told NONE = new TopicSurvey.Told(null, false, "unknown");
    private static final TopicSurvey.Told HIDDEN = new TopicSurvey.Told(null, true, "not you");

    @Test
    void anOrderLogThatIsNotMadeYetIsAmberAndOneThatIsHiddenIsRed() {
        assertThat(LogCheck.log("LOG", NONE)).extracting(CheckPoint::light).containsExactly(Light.AMBER);
        assertThat(LogCheck.log("LOG", HIDDEN)).extracting(CheckPoint::light).containsExactly(Light.RED);
    }

    @Test
    void aParkedTopicIsMadeWhenItIsNeededIfItCanBe() {
        assertThat(LogCheck.parked("LOG.DLT", NONE, null))
                .extracting(CheckPoint::light)
                .containsExactly(Light.GREEN);
        assertThat(LogCheck.parked("LOG.DLT", NONE, "too few brokers"))
                .extracting(CheckPoint::light)
                .containsExactly(Light.RED);
        assertThat(LogCheck.parked("LOG.DLT", HIDDEN, null))
                .extracting(CheckPoint::light)
                .containsExactly(Light.RED);
    }

    @Test
    void aGroupNeedsTheRightToRead() {
        assertThat(group(Set.of("READ", "DESCRIBE"), true, null)).isEqualTo(Light.GREEN);
        assertThat(group(Set.of("DESCRIBE"), true, null)).isEqualTo(Light.RED);
        assertThat(group(null, true, null)).isEqualTo(Light.UNKNOWN);
        assertThat(group(null, true, "not you")).isEqualTo(Light.RED);
        assertThat(group(null, false, null)).isEqualTo(Light.GREEN);
    }

    private static Light group(Set<String> rights, boolean exists, String trouble) {
        return LogCheck.group("consumers", new TopicSurvey.Group(rights, exists, trouble)).light();
    }
}
