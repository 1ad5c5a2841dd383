package dev.seckill.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A line of {@code infra/secure/kafka-acls.txt}.
 *
 * @param who such as {@code User:seckill-api}
 * @param may an operation as Kafka names it
 * @param on Topic or Group
 * @param name of the topic or the group, or what its name begins with
 * @param isPrefix which of the two
 */
public record KafkaRight(String who, String may, String on, String name, boolean isPrefix) {

    private static final String PREFIX = "prefixed:";
    private static final int COLUMNS = 4;

    /** All lines of a file but comments. */
    public static List<KafkaRight> in(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(KafkaRight::of)
                .toList();
    }

    private static KafkaRight of(String line) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("a right is who, may, on, named, but this is: " + line);
        }
        boolean isPrefix = columns[3].startsWith(PREFIX);
        return new KafkaRight(
                columns[0],
                columns[1],
                columns[2],
                isPrefix ? columns[3].substring(PREFIX.length()) : columns[3],
                isPrefix);
    }

    /** As Kafka keeps it. */
    public AclBinding binding() {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.fromString(on), name, isPrefix ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry(who, "*", operation(), AclPermissionType.ALLOW));
    }

    /** Its name in the file has capitals where the constant has an underscore. */
    private AclOperation operation() {
        return AclOperation.fromString(may.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
    }
}
