package dev.seckill.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.seckill.model.check.TopicState.Partition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TopicCheckTest {

    private static final Set<String> NEEDED = Set.of("READ", "WRITE");
    private static final Map<String, String> KEEPS = Map.of(
            "cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1", "min.insync.replicas", "2");
    private static final Partition WHOLE = new Partition(0, true, 3, 3);

    @Test
    void aTopicOnThreeBrokersThatKeepsEverythingIsGreen() {
        assertThat(points(state(3, KEEPS, NEEDED, WHOLE, new Partition(1, true, 3, 3))))
                .extracting(CheckPoint::subject, CheckPoint::light)
                .containsExactly(
                        tuple("topic LOG partitions", Light.GREEN),
                        tuple("topic LOG copies", Light.GREEN),
                        tuple("topic LOG retention", Light.GREEN),
                        tuple("topic LOG rights", Light.GREEN));
    }

    @Test
    void aPartitionThatNobodyLeadsIsRed() {
        CheckPoint partitions = point("partitions", state(3, KEEPS, NEEDED, WHOLE, new Partition(4, false, 3, 2)));

        assertThat(partitions.light()).isEqualTo(Light.RED);
        assertThat(partitions.found()).isEqualTo("nobody leads 4 (of 2)");
    }

    @Test
    void aPartitionThatTakesNoOrderIsRed() {
        assertThat(light("partitions", state(3, KEEPS, NEEDED, new Partition(0, true, 3, 1))))
                .isEqualTo(Light.RED);
    }

    @Test
    void aCopyThatIsBehindIsAmber() {
        assertThat(light("partitions", state(3, KEEPS, NEEDED, new Partition(0, true, 3, 2))))
                .isEqualTo(Light.AMBER);
    }

    @Test
    void oneCopyIsAmberOnTheOnlyBrokerAndRedWhereThereAreMore() {
        Map<String, String> alone = with("min.insync.replicas", "1");
        Partition single = new Partition(0, true, 1, 1);

        assertThat(light("copies", state(1, alone, NEEDED, single))).isEqualTo(Light.AMBER);
        assertThat(light("copies", state(3, alone, NEEDED, single))).isEqualTo(Light.RED);
    }

    @Test
    void anAcknowledgementByOneBrokerIsRed() {
        CheckPoint copies = point("copies", state(3, with("min.insync.replicas", "1"), NEEDED, WHOLE));

        assertThat(copies.light()).isEqualTo(Light.RED);
        assertThat(copies.remedy()).contains("kafka-configs.sh", "min.insync.replicas=2");
    }

    @Test
    void copiesOfWhichNoneMayBeMissingAreAmberAndTooFewAreRed() {
        assertThat(light("copies", state(3, with("min.insync.replicas", "3"), NEEDED, WHOLE)))
                .isEqualTo(Light.AMBER);
        assertThat(light("copies", state(3, with("min.insync.replicas", "4"), NEEDED, WHOLE)))
                .isEqualTo(Light.RED);
    }

    @Test
    void aTopicThatForgetsIsRed() {
        CheckPoint retention = point("retention", state(3, with("retention.ms", "604800000"), NEEDED, WHOLE));

        assertThat(retention.light()).isEqualTo(Light.RED);
        assertThat(retention.remedy()).contains("retention.ms=-1");
        assertThat(light("retention", state(3, with("cleanup.policy", "compact"), NEEDED, WHOLE)))
                .isEqualTo(Light.RED);
    }

    @Test
    void settingsThatAreNotToldAreUnknown() {
        TopicState state = state(3, null, NEEDED, WHOLE);

        assertThat(light("retention", state)).isEqualTo(Light.UNKNOWN);
        assertThat(light("copies", state)).isEqualTo(Light.UNKNOWN);
        assertThat(light("partitions", state)).isEqualTo(Light.GREEN);
    }

    @Test
    void aRightThatIsMissingIsRedAndRightsThatAreNotToldAreUnknown() {
        CheckPoint rights = point("rights", state(3, KEEPS, Set.of("READ", "DESCRIBE"), WHOLE));

        assertThat(rights.light()).isEqualTo(Light.RED);
        assertThat(rights.found()).isEqualTo("the program's user lacks WRITE");
        assertThat(light("rights", state(3, KEEPS, null, WHOLE))).isEqualTo(Light.UNKNOWN);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(KEEPS);
        settings.put(name, value);
        return settings;
    }

    private static TopicState state(
            int brokers, Map<String, String> settings, Set<String> rights, Partition... partitions) {
        return new TopicState("localhost:9092", "LOG", brokers, List.of(partitions), settings, rights);
    }

    private static List<CheckPoint> points(TopicState state) {
        return new TopicCheck(state).points(NEEDED);
    }

    private static Light light(String subject, TopicState state) {
        return point(subject, state).light();
    }

    private static CheckPoint point(String subject, TopicState state) {
        return points(state).stream()
                .filter(point -> point.subject().endsWith(" " + subject))
                .findFirst()
                .orElseThrow();
    }
}
