package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first start of all: who asks what the log has is faster than who makes its topic. */
@ExtendWith(SharedServers.class)
@Timeout(60)
final class LogIndexIT {

    private final KafkaSettings settings;
    private final List<Duration> waited = new ArrayList<>();
    private KafkaOrderLog orderLog;

    LogIndexIT(ServerStack servers) {
        Duration wait = Duration.ofSeconds(20);
        settings = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "topic-" + UUID.randomUUID(),
                1,
                (short) 1,
                wait,
                wait,
                wait,
                wait,
                wait,
                Set.of());
    }

    @AfterEach
    void close() {
        if (orderLog != null) {
            orderLog.close();
        }
    }

    @Test
    void waitsForTheTopicThatIsBeingMadeAndWarnsOfNothing() {
        LogIndex index = new LogIndex(SaleId.DEFAULT, settings, patience -> {
            waited.add(patience);
            orderLog = new KafkaOrderLog(settings);
            return orderLog.awaitTopic(patience);
        });
        AtomicReference<LoggedSeq.Mark> highest = new AtomicReference<>();

        List<String> said = LogLines.during(() -> highest.set(index.highest()));

        assertThat(highest.get()).isEqualTo(LoggedSeq.NONE);
        assertThat(waited).containsExactly(settings.requestTimeout());
        assertThat(said)
                .noneMatch(line -> line.contains("WARN"))
                .anyMatch(line -> line.contains("INFO") && line.contains("no topic yet, creating it"));
    }

    @Test
    void waitsOnceForATopicThatNobodyMakes() {
        LogIndex index = new LogIndex(SaleId.DEFAULT, settings, patience -> !waited.add(patience));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(index::highest)
                    .isInstanceOf(OrderLogUnavailableException.class)
                    .hasMessage("order log - no topic " + settings.topic());
        }
        assertThat(waited).hasSize(1);
    }
}
