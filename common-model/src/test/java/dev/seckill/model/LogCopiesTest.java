package dev.seckill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogCopiesTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "5, 3"})
    void moreThanHalfOfTheCopiesMustBeWritten(int copies, int minInSync) {
        assertThat(LogCopies.minInSync(copies)).isEqualTo(minInSync);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1, false", "3, 1, 2, false", "3, 3, 1, false", "3, 3, 2, true", "2, 2, 1, "})
    void doubtsATopicThatOneBrokerCanLose(int brokers, int copies, String minInSync, String unclean) {
        assertThat(doubt(brokers, copies, minInSync, unclean)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, false", "3, 3, 2, false", "3, 3, 3, ", "3, 3, , "})
    void trustsATopicThatOutlivesABrokerOrHasOnlyOne(int brokers, int copies, String minInSync, String unclean) {
        assertThat(doubt(brokers, copies, minInSync, unclean)).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndHowToEndIt() {
        assertThat(doubt(3, 3, "1", "false").orElseThrow())
                .startsWith("topic LOG may lose what it has acknowledged when one broker is lost (copies=3,"
                        + " min.insync.replicas=1, unclean.leader.election.enable=false)")
                .endsWith("kafka-configs.sh --bootstrap-server host:9092 --alter --entity-type topics --entity-name LOG"
                        + " --add-config min.insync.replicas=2,unclean.leader.election.enable=false");
    }

    private static Optional<String> doubt(int brokers, int copies, String minInSync, String unclean) {
        Map<String, String> settings = new HashMap<>();
        settings.put("min.insync.replicas", minInSync);
        settings.put("unclean.leader.election.enable", unclean);
        return LogCopies.doubt("host:9092", "LOG", brokers, copies, settings::get);
    }
}
