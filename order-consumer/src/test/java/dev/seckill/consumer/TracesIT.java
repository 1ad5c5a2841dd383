package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.testing.TraceCollector;
import dev.seckill.infra.testing.TraceCollector.TakenSpan;
import dev.seckill.model.Order;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traces of the jar as it ships. */
final class TracesIT extends ConsumerTestBase {

    private static final Duration WAIT = Duration.ofSeconds(180);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final TraceParent PUBLISHED = new TraceParent(TRACE, "00f067aa0ba902b7", true);

    private final List<Order> sent = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void anOrderIsOneTraceFromTheLogToTheBookAndTheShop() {
        topic.create(1);
        Order order = send(PUBLISHED);

        try (TraceCollector collector = TraceCollector.start();
                TestShop shop = new TestShop()) {
            shop.answerAlways(500);
            try (ConsumerProcess consumer =
                    startTelling(shop, "--trace-endpoint=" + collector.endpoint(), "--log-format=json")) {
                await().atMost(WAIT).until(() -> collector.spans().stream().anyMatch(TakenSpan::failed));
                shop.answerAlways(0);
                send(new TraceParent("11111111111111111111111111111111", "2222222222222222", false));
                await().atMost(WAIT).until(() -> shop.size() == 2);
                await().atMost(WAIT)
                        .until(() -> collector.trace(TRACE).containsKey("insert")
                                && !collector.trace(TRACE).get("webhook").failed());

                TakenSpan insert = collector.trace(TRACE).get("insert");
                assertThat(insert.service()).isEqualTo("order-consumer");
                assertThat(insert.parentId()).isEqualTo(PUBLISHED.spanId());
                assertThat(insert.failed()).isFalse();
                assertThat(insert.endNanos()).isGreaterThan(insert.startNanos());
                assertThat(insert.attributes())
                        .containsEntry("seckill.order", order.orderId().toString())
                        .containsEntry("messaging.kafka.offset", "0");
                TakenSpan call = collector.trace(TRACE).get("webhook");
                assertThat(call.parentId()).isEqualTo(PUBLISHED.spanId());
                assertThat(shop.traces()).last().isEqualTo(new TraceParent(TRACE, call.spanId(), true).toString());
                assertThat(shop.traces()).doesNotHaveDuplicates(); // each attempt is a span of its own
                assertThat(collector.spans()).extracting(TakenSpan::traceId).containsOnly(TRACE);
                assertThat(shop.faults()).isEmpty();
                assertThat(consumer.log().lines())
                        .filteredOn(line -> line.contains("webhooks - failed, tried again later"))
                        .isNotEmpty()
                        .first()
                        .asString()
                        .endsWith(",\"order\":\"" + order.orderId() + "\",\"trace\":\"" + TRACE + "\"}");
                assertThat(consumer.terminate()).isZero();
            }
        }
        assertBookHolds(List.copyOf(sent));
    }

    @Test
    void withoutACollectorTheShopHearsOfNoTrace() {
        topic.create(1);
        send(PUBLISHED);

        try (TestShop shop = new TestShop();
                ConsumerProcess consumer = startTelling(shop)) {
            await().atMost(WAIT).until(() -> shop.size() == 1);

            assertThat(shop.traces()).isEmpty();
            awaitDrained();
            assertThat(consumer.metric("consumer_trace_spans_total{outcome=\"exported\"}"))
                    .isZero();
        }
    }

    @Test
    void aCollectorThatHangsHoldsUpNothing_andWhatHasNoRoomIsDropped() throws IOException {
        topic.create(1);
        for (int i = 0; i < 300; i++) {
            send(PUBLISHED);
        }
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ConsumerProcess consumer = start(
                        "--trace-endpoint=http://127.0.0.1:" + hanging.getLocalPort(),
                        "--trace-queue-max=100",
                        "--trace-wait=1s")) {
            awaitDrained();

            assertBookHolds(List.copyOf(sent));
            assertThat(consumer.metric("consumer_trace_spans_total{outcome=\"dropped\"}"))
                    .isPositive();
            await().atMost(WAIT).until(() -> consumer.metric("consumer_trace_spans_total{outcome=\"failed\"}") > 0);
            assertThat(consumer.log()).contains("traces - the collector did not take spans, they are lost");
            assertThat(consumer.terminate()).isZero();
        }
    }

    private Order send(TraceParent trace) {
        Order order = orders.next(1).get(0);
        topic.sendWithHeader(
                EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order)),
                TraceParent.HEADER,
                trace.toString());
        sent.add(order);
        return order;
    }

    private ConsumerProcess startTelling(TestShop shop, String... more) {
        try {
            Path secrets = Files.writeString(folder.resolve("secrets"), TestShop.SECRET + "\n");
            List<String> arguments = new ArrayList<>(List.of(more));
            arguments.addAll(List.of(
                    "--webhook-url=" + shop.url(),
                    "--webhook-secrets-file=" + secrets,
                    "--webhook-group=webhooks-" + topic.name(),
                    "--webhook-allow-private",
                    "--webhook-retry-min=10ms",
                    "--webhook-retry-max=200ms"));
            return start(arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
