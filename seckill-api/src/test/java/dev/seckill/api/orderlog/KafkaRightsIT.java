package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.Journal;
import dev.seckill.infra.embedded.KafkaRight;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.testing.KafkaRights;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.KafkaProperties;
import dev.seckill.model.settings.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each right that {@code infra/secure} lists is taken from the API's user in Kafka once: the API needs it, and says that it lacks. */
@Timeout(300)
final class KafkaRightsIT {

    private static final String USER = "seckill-api";
    private static final String TOPIC = "CAR_NUMBER";
    /** Who may write to no topic at all is no producer to Kafka, before it comes to topics. */
    private static final String NOTHING_TO_WRITE_TO = "Cluster authorization failed";
    /** A broker's answer may be slow; what is refused is so at once. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final Duration WAIT_FOR_THE_TOPIC = Duration.ofSeconds(2);

    @TempDir
    private static Path folder;

    private static SecureStack stack;
    private static KafkaRights rights;
    private static KafkaSettings settings;

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void start() {
        stack = SecureStack.start(StackConfig.onFreePorts(folder).briefly());
        rights = new KafkaRights(stack);
        Problems problems = new Problems();
        Path file = folder.resolve("secrets/kafka-api.properties");
        KafkaProperties clients = KafkaProperties.read("", file, KafkaConnection.knownToAll(), problems);
        problems.check();
        settings = new KafkaSettings(
                stack.kafkaBootstrapServers(), clients, TOPIC, 1, (short) 1, WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());
    }

    @AfterAll
    static void stop() {
        if (rights != null) {
            rights.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void forget() throws Exception {
        rights.forgetTopics(TOPIC);
    }

    static List<KafkaRight> listed() {
        return KafkaRights.listedFor(USER);
    }

    @Test
    void withAllOfThemNothingIsRefused() {
        doAll();

        assertThat(refusals()).as(told()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("listed")
    void withoutOneOfThemWhatNeedsItIsRefusedAndToldWhy(KafkaRight right) throws Exception {
        rights.revoke(right);
        try {
            doAll();
        } finally {
            rights.grant(right);
        }

        assertThat(refusals()).as(told()).anyMatch(line -> line.contains(TOPIC) || line.contains(NOTHING_TO_WRITE_TO));
    }

    /** All that an instance and {@code recover} do in Kafka, each thing on its own, so that what fails keeps nothing else away. */
    private void doAll() {
        said.addAll(LogLines.during(() -> {
            tryIt(() -> {
                try (KafkaOrderLog log = new KafkaOrderLog(settings)) {
                    log.awaitTopic(WAIT_FOR_THE_TOPIC);
                }
            });
            tryIt(() -> {
                Journal journal = new Journal(SaleId.DEFAULT).restocked(5, null).bought(1, "ann", null);
                new JournalWriter(settings).write(journal.entries());
            });
            tryIt(() -> {
                try (LogIndex index = new LogIndex(settings)) {
                    index.readOn().join();
                }
            });
        }));
    }

    private void tryIt(Runnable something) {
        try {
            something.run();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.add(String.valueOf(cause.getMessage()));
            }
        }
    }

    private List<String> refusals() {
        return said.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("authoriz"))
                .toList();
    }

    private String told() {
        return String.join("\n", said);
    }
}
