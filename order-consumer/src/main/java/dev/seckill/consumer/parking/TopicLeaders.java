package dev.seckill.consumer.parking;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Waits until every partition of a topic has a leader that knows that it leads. A leader that has not taken over yet
 * refuses the first batch of a producer and takes the second, and then refuses the first one for ever as out of order.
 */
final class TopicLeaders {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private TopicLeaders() {}

    /**
     * Asks each leader for its end until all answer. A broker may deny for a moment that it knows a topic which was just
     * made, so that is no answer.
     *
     * @throws ExecutionException if Kafka refuses for another reason, or still does when the wait is over
     */
    static void await(Admin admin, String topic, Duration wait)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadlineNanos = System.nanoTime() + wait.toNanos();
        while (true) {
            try {
                ask(admin, topic, wait.toMillis());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() >= deadlineNanos) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private static void ask(Admin admin, String topic, long waitMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get(waitMillis, TimeUnit.MILLISECONDS)
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        admin.listOffsets(ends).all().get(waitMillis, TimeUnit.MILLISECONDS);
    }
}
