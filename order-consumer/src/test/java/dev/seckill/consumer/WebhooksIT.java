package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar tells a shop, which is not reliable either. */
@Timeout(1800)
final class WebhooksIT extends ConsumerTestBase {

    /** {@code -Dwebhooks.orders=48000 -Dwebhooks.seconds=1500} makes 100,800 webhooks of it. */
    private static final int ORDERS = Integer.getInteger("webhooks.orders", 1500);

    private static final Duration WAIT = Duration.ofSeconds(Integer.getInteger("webhooks.seconds", 240));

    private static final SaleDefinition WIDER = new SaleDefinition("Hours", "car", null, null, 0, 1);

    @TempDir
    private Path folder;

    @Test
    void theShopGetsTheWholeSequenceOfEachOrderAlthoughItFailsAndStallsAndTheConsumerIsKilled() {
        OrderLives lives = new OrderLives(ORDERS);
        topic.create(PARTITIONS).sendEvents(lives.events());
        int expected = lives.webhooks().values().stream().mapToInt(List::size).sum();

        try (TestShop shop = new TestShop(20, 500, 1500)) {
            ConsumerProcess first = startTelling(shop);
            awaitTaken(shop, expected * 2 / 5);
            first.kill();
            int before = shop.size();
            assertThat(before).isLessThan(expected);
            long begunNanos = System.nanoTime();
            try (ConsumerProcess second = startTelling(shop)) {
                awaitTaken(shop, expected);
                awaitTold();

                assertSequences(shop, lives.webhooks());
                assertThat(shop.faults()).isEmpty();
                System.out.printf(
                        Locale.ROOT,
                        "webhooks: %d of %d orders, %d after the kill in %d s, %d requests, %d came again%n",
                        expected,
                        ORDERS,
                        expected - before,
                        Duration.ofNanos(System.nanoTime() - begunNanos).toSeconds(),
                        shop.requests(),
                        shop.repeats());
                assertThat(second.metric("consumer_webhooks_parked_total")).isZero();
                assertThat(second.metric("consumer_webhooks_failed_total")).isPositive();
                assertThat(second.terminate()).isZero();
            }
        }
    }

    @Test
    void ordersKeepTheirSequenceWhenAnotherConsumerJoins() {
        OrderLives lives = new OrderLives(600);
        topic.create(PARTITIONS).sendEvents(lives.events());
        int expected = lives.webhooks().values().stream().mapToInt(List::size).sum();

        try (TestShop shop = new TestShop(20, 0, 0);
                ConsumerProcess first = startTelling(shop, "--webhook-retry-max=200ms")) {
            awaitTaken(shop, expected / 5);
            shop.answerAlways(503); // nothing is told before the other one has its part
            try (ConsumerProcess second = startTelling(shop, "--webhook-retry-max=200ms")) {
                second.awaitLog("webhooks - partitions assigned (partitions=[" + topic.name());
                assertThat(shop.size()).isLessThan(expected);
                shop.answerAlways(0);
                awaitTaken(shop, expected);
                awaitTold();

                assertSequences(shop, lives.webhooks());
                assertThat(shop.faults()).isEmpty();
                assertThat(second.metric("consumer_webhooks_sent_total")).isPositive();
                assertThat(first.terminate()).isZero();
                assertThat(second.terminate()).isZero();
            }
        }
    }

    @Test
    void whatTheShopCannotTakeIsParkedAndListedAndSentAgain() {
        OrderLives lives = new OrderLives(20);
        int expected = lives.webhooks().values().stream().mapToInt(List::size).sum();
        topic.create(PARTITIONS).sendEvents(lives.events());

        try (TestShop shop = new TestShop();
                TestTopic parkedWebhooks =
                        new TestTopic(stack.kafkaBootstrapServers(), topic.name() + ".WEBHOOKS.DLT")) {
            shop.answerAlways(410);
            try (ConsumerProcess consumer = startTelling(shop)) {
                awaitTold();
                assertThat(consumer.metric("consumer_webhooks_parked_total")).isEqualTo(expected);
                assertThat(parkedWebhooks.readAll()).hasSize(expected);
                String list = tool("parked", "--webhooks");
                assertThat(list)
                        .contains("parked " + expected + ", replayed before 0, replayed now 0")
                        .contains("lives:2: the shop wants no more of it (attempts=1, last=status 410)");
                String only = list.lines()
                        .filter(line -> line.contains("lives:2: "))
                        .map(line -> line.split(" ")[0])
                        .findFirst()
                        .orElseThrow();

                shop.answerAlways(0);
                assertThat(tool("parked", "--webhooks", "--replay", "--only=" + only))
                        .contains("replayed now 1");
                awaitTaken(shop, 1);
                assertThat(tool("parked", "--webhooks", "--replay"))
                        .contains("replayed before 1, replayed now " + (expected - 1));
                awaitTaken(shop, expected);
                assertThat(tool("parked", "--webhooks", "--replay")).contains("replayed now 0");

                assertThat(shop.faults()).isEmpty();
                assertThat(shop.repeats()).isZero();
                assertThat(tool("parked")).contains("parked 0,"); // those of the order book are others
            }
        }
    }

    @Test
    void theShopHearsOnceThatASaleOpensIsSoldOutAndCloses() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SaleId sale = new SaleId("hours");
        SaleDefinition hours = new SaleDefinition("Hours", "car", now.plusSeconds(2), now.plusSeconds(3), 0, 1);
        TestOrders buyers = new TestOrders("hours");
        topic.create(PARTITIONS)
                .sendEvents(List.of(
                        new SaleEvent.SaleChanged(sale, 1, 0, now, "alice", Change.DEFINED, hours, SalePhase.OPEN),
                        new SaleEvent.Restocked(sale, 2, 1, 1, now, "alice"),
                        new SaleEvent.Accepted(3, TestOrders.leaving(buyers.next(), 0))));

        try (TestShop shop = new TestShop()) {
            try (ConsumerProcess consumer = startTelling(shop)) {
                awaitTaken(shop, 4);
                awaitTold();
                consumer.terminate();
            }
            // What was told of the hours is remembered, though no message of the log says so.
            try (ConsumerProcess again = startTelling(shop)) {
                again.awaitLog("webhooks - ready");
                topic.sendEvents(List.of(new SaleEvent.SaleChanged(
                        sale, 4, 0, now.plusSeconds(9), "alice", Change.DEFINED, WIDER, SalePhase.OPEN)));
                awaitTaken(shop, 5);
                awaitTold();
            }

            assertThat(shop.ids())
                    .contains("hours:1:opened", "hours:1:closed", "hours:3", "hours:3:sold_out", "hours:4:opened");
            assertThat(shop.taken("hours"))
                    .filteredOn(type -> !type.equals("sale.sold_out"))
                    .containsExactly("sale.opened", "sale.closed", "sale.opened");
            assertThat(shop.repeats()).isZero();
            assertThat(shop.faults()).isEmpty();
        }
    }

    @Test
    void aShopThatDoesNotAnswerHoldsUpNeitherTheOrderBookNorTheMemory() {
        List<Order> batch = orders.next(3000);
        topic.create(PARTITIONS).sendEvents(TestOrders.events(batch));

        try (TestShop shop = new TestShop(0, 1, WAIT.toMillis() * 2);
                ConsumerProcess consumer = startTelling(shop, "--webhook-backlog=50", "--webhook-parallel=2")) {
            awaitDrained();
            assertBookHolds(batch);

            await("something waits").atMost(WAIT).until(() -> consumer.metric("consumer_webhooks_waiting") > 0);
            assertThat(consumer.metric("consumer_webhooks_waiting")).isLessThanOrEqualTo(100); // and a poll of 50
            assertThat(consumer.metric("consumer_webhooks_oldest_seconds")).isPositive();
            assertThat(consumer.metric("consumer_webhooks_lag_records")).isGreaterThan(2900);
            assertThat(consumer.get("/health/ready")).startsWith("200");
            assertThat(consumer.terminate()).isZero();
        }
    }

    private String tool(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--kafka=" + stack.kafkaBootstrapServers(), "--topic=" + topic.name()));
        try (ConsumerProcess tool = ConsumerProcess.start(all)) {
            assertThat(tool.exitCode()).as(tool.log()).isZero();
            return tool.out();
        }
    }

    private ConsumerProcess startTelling(TestShop shop, String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "--webhook-url=" + shop.url(),
                "--webhook-secrets-file=" + secrets(),
                "--webhook-group=" + webhookGroup(),
                "--webhook-allow-private",
                "--webhook-timeout=1s",
                "--webhook-retry-min=10ms"));
        return start(arguments.toArray(String[]::new));
    }

    private String webhookGroup() {
        return "webhooks-" + topic.name();
    }

    private Path secrets() {
        try {
            return Files.writeString(folder.resolve("secrets"), TestShop.SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitTaken(TestShop shop, int webhooks) {
        await("the shop has " + webhooks + " webhooks").atMost(WAIT).until(() -> shop.size() >= webhooks);
    }

    private void awaitTold() {
        await("the group of the webhooks is through")
                .atMost(WAIT)
                .ignoreExceptions()
                .until(() -> topic.lag(webhookGroup()) == 0);
    }

    private static void assertSequences(TestShop shop, Map<String, List<String>> expected) {
        expected.forEach(
                (order, types) -> assertThat(shop.taken(order)).as(order).isEqualTo(types));
    }
}
