package dev.seckill.model;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** On how many brokers a message of a topic is when it counts as written, so that it outlives the loss of one of them. */
public final class LogCopies {

    /** The topic's setting: how many brokers must have a message before it is acknowledged. */
    public static final String MIN_IN_SYNC = "min.insync.replicas";

    private static final String UNCLEAN = "unclean.leader.election.enable";

    private LogCopies() {}

    /** How many brokers must have a message of a topic with so many copies: more than half of them. */
    public static int minInSync(int copies) {
        return copies / 2 + 1;
    }

    /**
     * How the topic may lose what it has acknowledged though only one broker is lost, and the commands that end this; empty
     * if it cannot, or if there is only one broker.
     *
     * @param brokers those in the cluster
     * @param copies of the partition that has fewest
     * @param setting the topic's settings by name, also those that the broker decides; null for what is not known
     */
    public static Optional<String> doubt(
            String bootstrapServers, String topic, int brokers, int copies, UnaryOperator<String> setting) {
        String minInSync = setting.apply(MIN_IN_SYNC);
        boolean onOne = copies < 2 || "1".equals(minInSync);
        boolean unclean = "true".equals(setting.apply(UNCLEAN));
        if (brokers < 2 || !onOne && !unclean) {
            return Optional.empty();
        }
        return Optional.of("topic " + topic + " may lose what it has acknowledged when one broker is lost (copies="
                + copies + ", " + MIN_IN_SYNC + "=" + minInSync + ", " + UNCLEAN + "=" + unclean
                + "). For more copies: kafka-reassign-partitions.sh; then: kafka-configs.sh --bootstrap-server "
                + bootstrapServers + " --alter --entity-type topics --entity-name " + topic + " --add-config "
                + MIN_IN_SYNC + "=" + minInSync(Math.min(brokers, 3)) + "," + UNCLEAN + "=false");
    }
}
