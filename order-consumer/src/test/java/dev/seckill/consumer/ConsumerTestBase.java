package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A topic and a database of its own for each test of the jar. */
@ExtendWith(SharedServers.class)
@Timeout(300)
abstract class ConsumerTestBase {

    static final String GROUP = "order-consumer";
    static final int PARTITIONS = 3;
    private static final Duration DRAIN_WAIT = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(250);

    final TestOrders orders = new TestOrders("counter");
    ServerStack stack;
    TestTopic topic;
    TestTopic parked;
    TestBook book;

    @BeforeAll
    static void prepare(ServerStack servers) {
        ConsumerProcess.prepare(servers, new TestBook(servers, "book_training"));
    }

    @BeforeEach
    void setUp(ServerStack servers, TestInfo test) {
        stack = servers;
        String name = test.getTestMethod().orElseThrow().getName();
        topic = new TestTopic(servers.kafkaBootstrapServers(), "LOG_" + name);
        parked = new TestTopic(servers.kafkaBootstrapServers(), OrderLogNames.parkedTopic(topic.name()));
        // A database name has at most 64 characters.
        String database = "book_" + name.toLowerCase(Locale.ROOT);
        book = new TestBook(servers, database.substring(0, Math.min(64, database.length())));
    }

    @AfterEach
    void tearDown() {
        topic.close();
        parked.close();
    }

    ConsumerProcess start(String... more) {
        // Each test has a group of its own; groups that come and go would rebalance each other.
        return ConsumerProcess.start(stack, topic.name(), book, withGroup(more));
    }

    String group() {
        return GROUP + "-" + topic.name();
    }

    /** Waits until all messages are committed. */
    void awaitDrained() {
        await("lag of " + topic.name() + " is 0")
                .atMost(DRAIN_WAIT)
                .pollInterval(POLL)
                .ignoreExceptions() // a broker that just came back may refuse to say
                .until(() -> topic.lag(group()) == 0);
    }

    void awaitRows(long atLeast) {
        await("rows of " + topic.name() + " are at least " + atLeast)
                .atMost(DRAIN_WAIT)
                .ignoreExceptions()
                .until(() -> book.count() >= atLeast);
    }

    /** Every order has its row, once. In linear time: a red test must end, and name what is missing. */
    void assertBookHolds(List<Order> expected) {
        List<String> rows = book.ids();
        Set<String> missing = new TreeSet<>();
        expected.forEach(order -> missing.add(order.orderId().toString()));
        rows.forEach(missing::remove);
        assertThat(missing).as("orders without a row").isEmpty();
        assertThat(rows).hasSameSizeAs(expected);
    }

    private String[] withGroup(String... more) {
        String[] all = java.util.Arrays.copyOf(more, more.length + 1);
        all[more.length] = "--group=" + group();
        return all;
    }
}
