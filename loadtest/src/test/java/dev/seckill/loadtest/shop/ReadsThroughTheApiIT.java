package dev.seckill.loadtest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.loadtest.Programs;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Both programs on real servers: what the consumer knows of orders is read at the API's address. */
@ExtendWith(SharedServers.class)
@Timeout(300)
@TakesLong
final class ReadsThroughTheApiIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ADMIN = "opened-by-sesame-1";
    private static final String SHOP = "the-shop-pays-for-it";
    private static final String READER = "the-book-is-open-1";

    private final String topic = "reads-" + UUID.randomUUID();
    private final String sale = "sale-" + UUID.randomUUID();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerStack servers;
    private AppProcess consumer;
    private AppProcess api;

    @TempDir
    Path logs;

    ReadsThroughTheApiIT(ServerStack servers) {
        this.servers = servers;
    }

    @AfterEach
    void stop() {
        for (AppProcess each : new AppProcess[] {api, consumer}) {
            if (each != null) {
                each.kill();
            }
        }
    }

    @Test
    void whatBecameOfOrdersIsReadAtTheApisAddress() throws Exception {
        start();
        send(api, "PUT", "", ADMIN, "{\"name\":\"n\",\"item\":\"car\",\"allotment\":3,\"holdFor\":600}");
        String paid = buy("ann");
        String cancelled = buy("bob");
        String held = buy("carl");
        send(api, "POST", "/orders/" + paid + "/confirm", SHOP, "");
        send(api, "POST", "/orders/" + cancelled + "/cancel", SHOP, "");

        await().atMost(PATIENCE)
                .until(() -> state(paid).equals("CONFIRMED")
                        && state(cancelled).equals("RELEASED")
                        && state(held).equals("HELD"));

        for (String read : List.of(
                "/orders/" + paid,
                "/orders",
                "/orders?after=1&limit=1",
                "/orders.csv",
                "/events",
                "/events?after=2&limit=2")) {
            HttpResponse<String> through = send(api, "GET", read, ADMIN, "");
            HttpResponse<String> direct = send(consumer, "GET", read, READER, "");
            assertThat(through.statusCode()).as(read).isEqualTo(200);
            assertThat(through.body()).as(read).isEqualTo(direct.body());
            assertThat(through.headers().firstValue("Content-Type"))
                    .as(read)
                    .isEqualTo(direct.headers().firstValue("Content-Type"));
        }
        ObjectNode passedOn = (ObjectNode) json(send(api, "GET", "/report?buyers=plain", ADMIN, ""));
        ObjectNode asMade = (ObjectNode) json(send(consumer, "GET", "/report?buyers=plain", READER, ""));
        assertThat(passedOn.at("/facts/allotment").asInt()).isEqualTo(3);
        assertThat(passedOn.without(List.of("facts", "decisions", "latency", "madeAt"))
                        .toString())
                .contains("\"ann\"")
                .isEqualTo(asMade.without("madeAt").toString());
        assertThat(send(api, "GET", "/orders.csv", SHOP, "").body().lines()).hasSize(4);
        assertThat(json(send(api, "GET", "/events", SHOP, "")).findValuesAsText("kind"))
                .contains("ACCEPTED", "CONFIRMED", "RELEASED");
        JsonNode report = json(send(api, "GET", "/report", SHOP, ""));
        assertThat(report.at("/confirmed/units").asInt()).isEqualTo(1);
        assertThat(report.toString()).doesNotContain("\"ann\"");
        assertThat(send(api, "GET", "-no/report", SHOP, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aConsumerThatIsAwayHoldsUpNobody() throws Exception {
        start();
        send(api, "PUT", "", ADMIN, "{\"name\":\"n\",\"item\":\"car\",\"allotment\":3}");
        consumer.kill();

        HttpResponse<String> reply = send(api, "GET", "/orders", SHOP, "");

        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.headers().firstValue("Retry-After")).isPresent();
        assertThat(buy("ann")).isNotEmpty();
    }

    private void start() {
        Programs programs = new Programs(servers, SaleId.DEFAULT, logs);
        consumer = new AppProcess(programs.consumer("reader", 0)
                .withArguments("--topic=" + topic)
                .withEnvironment(Map.of("READ_TOKENS", "api:" + READER)));
        api = AppProcess.start(programs.api("forwarder", 0)
                .withArguments("--topic=" + topic, "--warm-up=0", "--order-book=" + consumer.url())
                .withEnvironment(Map.of(
                        "ADMIN_TOKENS", "ann:" + ADMIN, "SHOP_TOKENS", "pay:" + SHOP, "ORDER_BOOK_TOKEN", READER)));
        consumer.start(); // the API makes the topic
    }

    private String buy(String buyer) throws Exception {
        return json(send(api, "POST", "/orders", "", "{\"buyer\":\"" + buyer + "\"}"))
                .get("orderId")
                .asText();
    }

    private String state(String order) throws Exception {
        HttpResponse<String> reply = send(api, "GET", "/orders/" + order, SHOP, "");
        return reply.statusCode() == 200 ? json(reply).get("state").asText() : "";
    }

    private HttpResponse<String> send(AppProcess program, String method, String path, String token, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(program.url() + "/api/sales/" + sale + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(method.equals("GET") || reply.statusCode() < 300)
                .as(method + " " + path + " -> " + reply.body())
                .isTrue();
        return reply;
    }

    private static JsonNode json(HttpResponse<String> reply) throws IOException {
        return JsonMapper.builder().build().readTree(reply.body());
    }
}
