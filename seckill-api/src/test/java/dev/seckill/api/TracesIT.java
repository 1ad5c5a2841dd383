package dev.seckill.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.infra.testing.TraceCollector;
import dev.seckill.infra.testing.TraceCollector.TakenSpan;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.model.trace.TraceParent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traces of the jar as it ships. */
@TakesLong
final class TracesIT extends ApiJarTestBase {

    private static final TraceParent CALLER =
            new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    private static final int ORDERS = 60;
    /** The request, and its parts: queue, redis and publish. */
    private static final int SPANS_OF_AN_ORDER = 4;

    TracesIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void aPurchaseIsOneTraceFromTheCallerToTheLog() {
        try (TraceCollector collector = TraceCollector.start()) {
            AppProcess api = start("--stock", "5", "--trace-endpoint", collector.endpoint(), "--trace-ratio", "0");

            HttpResponse<String> untraced = buyers.buy(api.url());
            HttpResponse<String> traced = buyTraced(api.url());

            assertThat(traced.statusCode()).isEqualTo(201);
            await().until(() -> collector.trace(CALLER.traceId()).size() == SPANS_OF_AN_ORDER);
            Map<String, TakenSpan> trace = collector.trace(CALLER.traceId());
            TakenSpan request = trace.get("purchase");
            assertThat(request.service()).isEqualTo("seckill-api");
            assertThat(request.parentId()).isEqualTo(CALLER.spanId());
            assertThat(request.attributes())
                    .containsEntry("seckill.sale", sale)
                    .containsEntry("seckill.order", Buyers.orderId(traced))
                    .containsEntry("seckill.outcome", "accepted")
                    .containsEntry("seckill.logged", "true");
            assertThat(List.of("queue", "redis", "publish")).allSatisfy(part -> {
                assertThat(trace.get(part).parentId()).isEqualTo(request.spanId());
                assertThat(trace.get(part).startNanos()).isGreaterThanOrEqualTo(request.startNanos());
                assertThat(trace.get(part).endNanos()).isBetween(trace.get(part).startNanos(), request.endNanos());
            });
            assertThat(header(traced))
                    .isEqualTo(new TraceParent(
                                    CALLER.traceId(), trace.get("publish").spanId(), true)
                            .toString());
            assertThat(header(untraced)).isNull();
            assertThat(collector.spans()).hasSize(SPANS_OF_AN_ORDER);
            assertThat(spans(api, "exported")).isEqualTo(SPANS_OF_AN_ORDER);
        }
    }

    @Test
    void anOrderThatTheRelayDeliversShowsTheRefusalAndTheDelivery() {
        try (TraceCollector collector = TraceCollector.start()) {
            ApiHere api = serve(
                    "--stock=5",
                    "--trace-endpoint=" + collector.endpoint(),
                    "--trace-ratio=0",
                    "--publish-wait=300ms",
                    "--kafka-timeout=500ms",
                    "--delivery-timeout=1s",
                    "--relay-interval=100ms");
            HttpResponse<String> pending;
            servers.kafka().kill();
            try {
                pending = buyTraced(api.url());
                await().until(() -> collector.trace(CALLER.traceId()).size() == SPANS_OF_AN_ORDER);
            } finally {
                servers.kafka().start();
            }
            await().atMost(WAIT).until(() -> collector.trace(CALLER.traceId()).containsKey("republish"));

            assertThat(pending.statusCode()).isEqualTo(202);
            Map<String, TakenSpan> trace = collector.trace(CALLER.traceId());
            assertThat(trace).hasSize(SPANS_OF_AN_ORDER + 1);
            assertThat(trace.values()).noneMatch(TakenSpan::failed);
            assertThat(trace.get("purchase").attributes()).containsEntry("seckill.logged", "false");
            assertThat(trace.get("publish").attributes())
                    .containsEntry("seckill.logged", "false")
                    .containsKey("seckill.refusal");
            TakenSpan delivery = trace.get("republish");
            assertThat(delivery.parentId()).isEqualTo(trace.get("purchase").spanId());
            assertThat(delivery.startNanos())
                    .isGreaterThanOrEqualTo(trace.get("publish").endNanos());
            assertThat(delivery.attributes()).containsEntry("seckill.logged", "true");
            assertThat(header(pending))
                    .isEqualTo(new TraceParent(CALLER.traceId(), delivery.spanId(), true).toString());
        }
    }

    @Test
    void withoutACollectorNothingIsTraced() {
        AppProcess api = start("--stock", "5");

        HttpResponse<String> reply = buyers.send(HttpRequest.newBuilder(URI.create(api.url() + "/seckill"))
                .header(TraceParent.HEADER, CALLER.toString())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(reply.body()).isEqualTo("[4]");
        assertThat(header(reply)).isNull();
        assertThat(spans(api, "exported") + spans(api, "dropped") + spans(api, "failed"))
                .isZero();
    }

    @Test
    void aCollectorThatHangsHoldsUpNoOrder_andWhatHasNoRoomIsDropped() throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AppProcess api = start(traceAll("http://127.0.0.1:" + hanging.getLocalPort(), "1m"));

            buyAll(api);

            await().until(() -> spans(api, "dropped") > 0);
            assertThat(spans(api, "exported") + spans(api, "failed")).isZero();
        }
    }

    @Test
    void aCollectorThatIsAwayHoldsUpNoOrder_andWhatIsLostIsCounted() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        AppProcess api = start(traceAll("http://127.0.0.1:" + port, "1s"));

        buyAll(api);

        await().until(() -> spans(api, "failed") + spans(api, "dropped") == ORDERS * SPANS_OF_AN_ORDER);
        assertThat(spans(api, "failed")).isPositive();
        assertThat(spans(api, "exported")).isZero();
        assertThat(Files.readString(api.log()))
                .contains("traces - the collector did not take spans, they are lost")
                .doesNotContain("io.opentelemetry");
        api.stop();
    }

    @Test
    void aCollectorWithHttpsIsTrustedByTheFileOfItsCa_andNoOther(@TempDir Path folder) throws IOException {
        CertificateAuthority ours = CertificateAuthority.in(folder.resolve("ours"), "Ours");
        CertificateAuthority theirs = CertificateAuthority.in(folder.resolve("theirs"), "Theirs");
        try (TraceCollector collector =
                        TraceCollector.start(ours.server("collector").keyStore());
                TraceCollector other =
                        TraceCollector.start(theirs.server("other").keyStore())) {
            AppProcess api = start(overHttps(collector, ours));
            AppProcess wary = start(overHttps(other, ours));

            assertThat(buyers.buy(api.url()).body()).isEqualTo("[4]");
            assertThat(buyers.buy(wary.url()).body()).isEqualTo("[3]");

            await().until(() -> spans(api, "exported") == SPANS_OF_AN_ORDER);
            assertThat(collector.spans()).hasSize(SPANS_OF_AN_ORDER);
            await().until(() -> spans(wary, "failed") == SPANS_OF_AN_ORDER);
            assertThat(other.spans()).isEmpty();
            assertThat(Files.readString(wary.log()))
                    .contains("reason=TLS: the server's certificate is not signed by a CA that is trusted here");
        }
    }

    private static String[] overHttps(TraceCollector collector, CertificateAuthority authority) {
        return new String[] {
            "--stock=5",
            "--trace-endpoint=" + collector.endpoint(),
            "--trace-ca=" + authority.certificate(),
            "--trace-ratio=1"
        };
    }

    @Test
    void aLineForMachinesAboutATracedRequestHasItsTraceAndItsOrder() throws IOException {
        try (TraceCollector collector = TraceCollector.start()) {
            AppProcess api = start(command(
                            "--stock=5",
                            "--log-format=json",
                            "--trace-ratio=1",
                            "--trace-endpoint=" + collector.endpoint())
                    .withJvmOptions("-Dorg.slf4j.simpleLogger.log.dev.seckill.api.http=debug"));

            String order = Buyers.orderId(buyers.buy(api.url()));
            await().until(() -> spans(api, "exported") == SPANS_OF_AN_ORDER);

            JsonNode line = JsonMapper.builder()
                    .build()
                    .readTree(Files.readAllLines(api.log()).stream()
                            .filter(text -> text.contains("request - traced"))
                            .findFirst()
                            .orElseThrow());
            assertThat(line.path("trace").asText())
                    .isEqualTo(collector.spans().get(0).traceId());
            assertThat(line.path("order").asText()).isEqualTo(order);
            assertThat(line.path("sale").asText()).isEqualTo(sale);
        }
    }

    private HttpResponse<String> buyTraced(String api) {
        return buyers.send(HttpRequest.newBuilder(URI.create(api + "/api/sales/" + sale + "/orders"))
                .header(TraceParent.HEADER, CALLER.toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"buyer\":\"ann\"}"))
                .build());
    }

    private static String[] traceAll(String endpoint, String wait) {
        return new String[] {
            "--stock=" + ORDERS,
            "--trace-endpoint=" + endpoint,
            "--trace-ratio=1",
            "--trace-max=10000",
            "--trace-queue-max=100",
            "--trace-wait=" + wait
        };
    }

    private void buyAll(AppProcess api) {
        assertThat(buyers.buyAtOnce(ORDERS, i -> api.url(), i -> null)).allMatch(Buyers::isAccepted);
        assertThat(log()).hasSize(ORDERS);
    }

    private double spans(AppProcess api, String outcome) {
        String name = "seckill_trace_spans_total{outcome=\"" + outcome + "\"} ";
        return send(api.adminUrl(), "GET", "/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    /** What the order's message says of its trace; null if nothing. */
    private String header(HttpResponse<String> reply) {
        String order = Buyers.orderId(reply);
        Header header = TopicReader.records(servers.kafkaBootstrapServers(), topic).stream()
                .filter(message -> order.equals(new String(message.key(), US_ASCII)))
                .findFirst()
                .orElseThrow()
                .headers()
                .lastHeader(TraceParent.HEADER);
        return header == null ? null : new String(header.value(), US_ASCII);
    }
}
