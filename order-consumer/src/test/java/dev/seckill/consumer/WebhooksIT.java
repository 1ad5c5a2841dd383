package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar tells a shop, which is not reliable either. */
@Timeout(600)
final class WebhooksIT extends ConsumerTestBase {

    /** {@code -Dwebhooks.orders=44000} makes some 100,000 webhooks of it. */
    private static final int ORDERS = Integer.getInteger("webhooks.orders", 1500);

    private static final Duration WAIT = Duration.ofSeconds(Integer.getInteger("webhooks.seconds", 240));

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
