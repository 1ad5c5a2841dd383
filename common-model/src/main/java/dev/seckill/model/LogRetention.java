package dev.seckill.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether a topic keeps every message, as the order log and the parked topic must: {@code recover}, {@code audit} and a
 * consumer that was away for long need all of them.
 */
public final class LogRetention {

    private static final String POLICY = "cleanup.policy";
    private static final String MILLIS = "retention.ms";
    private static final String BYTES = "retention.bytes";
    private static final String FOR_EVER = "-1";

    private LogRetention() {}

    /**
     * What the topic may lose, and the command that ends this; empty if it keeps everything.
     *
     * @param setting the topic's settings by name, also those that the broker decides; null for what is not known
     */
    public static Optional<String> doubt(String bootstrapServers, String topic, UnaryOperator<String> setting) {
        String policy = setting.apply(POLICY);
        boolean compacts = has(policy, "compact");
        boolean deletes = policy == null || has(policy, "delete");
        String millis = setting.apply(MILLIS);
        String bytes = setting.apply(BYTES);
        boolean limited = deletes && (isLimit(millis) || isLimit(bytes));
        if (!compacts && !limited) {
            return Optional.empty();
        }
        return Optional.of("topic " + topic + " does not keep every message ("
                + POLICY + "=" + policy + ", " + MILLIS + "=" + millis + ", " + BYTES + "=" + bytes
                + "): recover, audit and a consumer that was away for long miss what is dropped. To keep it:"
                + " kafka-configs.sh --bootstrap-server " + bootstrapServers + " --alter --entity-type topics"
                + " --entity-name " + topic + " --add-config "
                + POLICY + "=delete," + MILLIS + "=" + FOR_EVER + "," + BYTES + "=" + FOR_EVER);
    }

    private static boolean has(String policies, String policy) {
        return policies != null
                && Arrays.stream(policies.split(",")).map(String::strip).anyMatch(policy::equals);
    }

    private static boolean isLimit(String value) {
        return value != null && !value.equals(FOR_EVER);
    }
}
