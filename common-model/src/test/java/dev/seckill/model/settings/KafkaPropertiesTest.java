package dev.seckill.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaPropertiesTest {

    private static final Set<String> KNOWN = Set.of(
            "security.protocol", "sasl.jaas.config", "bootstrap.servers", "client.id", "ssl.truststore.location");

    private final Problems problems = new Problems();

    @TempDir
    private Path folder;

    @Test
    void withoutAFileThereAreNone() {
        assertThat(KafkaProperties.read("--kafka-config", null, KNOWN, problems))
                .isSameAs(KafkaProperties.NONE);
        assertThat(KafkaProperties.read("--kafka-config", Path.of(""), KNOWN, problems))
                .isSameAs(KafkaProperties.NONE);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void whatEveryClientKnowsIsTakenAndTheRestNamed() throws IOException {
        KafkaProperties read = read("""
                # a comment
                security.protocol = SASL_SSL\s
                sasl.jaas.config=Some required user="a" \\
                  password="let me in";
                compression.type=zstd
                typo=1
                """, "rw-r-----");

        assertThat(problems.isEmpty()).isTrue();
        assertThat(read.values())
                .isEqualTo(Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.jaas.config",
                        "Some required user=\"a\" password=\"let me in\";"));
        assertThat(read.leftOut()).containsExactly("compression.type", "typo");
    }

    @Test
    void whatChangesHowServersAreCheckedIsNamed() throws IOException {
        Set<String> known = Set.of(
                "security.protocol",
                "security.providers",
                "ssl.endpoint.identification.algorithm",
                "ssl.engine.factory.class",
                "ssl.trustmanager.algorithm");

        KafkaProperties changed = read("""
                security.protocol=SSL
                ssl.endpoint.identification.algorithm=
                ssl.trustmanager.algorithm=Mine
                ssl.engine.factory.class=org.example.Mine
                security.providers=org.example.Mine
                """, "rw-------", known);
        KafkaProperties same = read("""
                security.protocol=SSL
                ssl.endpoint.identification.algorithm=HTTPS
                ssl.trustmanager.algorithm=PKIX
                """, "rw-------", known);

        assertThat(problems.isEmpty()).isTrue();
        assertThat(changed.changedChecks())
                .containsExactly(
                        "security.providers",
                        "ssl.endpoint.identification.algorithm",
                        "ssl.engine.factory.class",
                        "ssl.trustmanager.algorithm");
        assertThat(same.changedChecks()).isEmpty();
        assertThat(KafkaProperties.NONE.changedChecks()).isEmpty();
    }

    @Test
    void noTextTellsAValue() throws IOException {
        assertThat(read("sasl.jaas.config=let me in", "rw-------")).hasToString("[sasl.jaas.config]");
    }

    @Test
    void whatTheProgramsSetThemselvesIsRefused() throws IOException {
        read("client.id=x\nbootstrap.servers=elsewhere:1\nacks=0", "rw-r--r--");

        assertThat(problems.message())
                .endsWith("--kafka-config (KAFKA_CONFIG): '" + folder.resolve("kafka.properties")
                        + "' sets what this program sets itself: acks, bootstrap.servers, client.id");
    }

    @Test
    void secretMustNotBeForAll() throws IOException {
        read("security.protocol=SSL\nssl.truststore.location=here", "rw-r--r--");
        assertThat(problems.isEmpty()).isTrue();

        read("sasl.jaas.config=let me in", "rw-r--r--");
        assertThat(problems.message())
                .endsWith("' can be read by everybody; chmod o-r it")
                .doesNotContain("let me in");
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        KafkaProperties.read("--kafka-config", folder.resolve("none"), KNOWN, problems);
        read("a=\\uZZZZ", "rw-------");
        read("a=" + "x".repeat(1 << 16), "rw-------");

        assertThat(problems.message())
                .contains("none' cannot be read", "' is no file of properties", "' has more than 65536 bytes");
    }

    private KafkaProperties read(String text, String rights) throws IOException {
        return read(text, rights, KNOWN);
    }

    private KafkaProperties read(String text, String rights, Set<String> known) throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.properties"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return KafkaProperties.read("--kafka-config (KAFKA_CONFIG)", file, known, problems);
    }
}
