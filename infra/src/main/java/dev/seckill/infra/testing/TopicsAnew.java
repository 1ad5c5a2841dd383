package dev.seckill.infra.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Deletes a topic and makes another one of the same name, as somebody might who believes that nobody needs it. */
public final class TopicsAnew {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private TopicsAnew() {}

    /** Returns when the new one's leaders answer; it keeps every message. */
    public static void make(Admin admin, String topic, int partitions) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic)).all().get();
        long deadline = System.nanoTime() + WAIT.toNanos();
        while (true) {
            try {
                admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())
                                .configs(Map.of("retention.ms", "-1", "retention.bytes", "-1"))))
                        .all()
                        .get();
                break;
            } catch (ExecutionException e) {
                // The old one takes a moment to go; or a client that still writes to it has had a broker make it.
                if (!(e.getCause() instanceof TopicExistsException) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        SureProducer.awaitLeaders(admin, topic, partitions);
    }
}
