package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.ServerStack;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of orders, over two instances, with a real Redis and a real Kafka. Each reply stands in the contract. */
final class HeldOrdersIT extends ApiJarTestBase {

    private static final String ADMIN = "opened-by-sesame-1";
    private static final String SHOP = "the-shop-pays-for-it";

    private final String held = sale + ".held";
    private ApiHere one;
    private ApiHere other;

    @TempDir
    Path folder;

    HeldOrdersIT(ServerStack servers) {
        super(servers);
    }

    @BeforeEach
    void serveTwice() throws IOException {
        String[] tokens = {"--admin-tokens-file", file("ann:" + ADMIN), "--shop-tokens-file", file("pay:" + SHOP)};
        one = serve(tokens);
        other = serve(tokens);
    }

    private String file(String content) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "tokens",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content).toString();
    }

    @Test
    void anOrderIsExtendedConfirmedAndTakenBackOnceHoweverOftenItIsSent() {
        plan("\"holdFor\":600,\"holdMax\":1200,\"cancellable\":true");
        JsonNode order = buy(one, "ann");
        Instant decidedAt = Instant.parse(order.get("decidedAt").asText());
        assertThat(order.get("state").asText()).isEqualTo("HELD");
        assertThat(Instant.parse(order.get("heldUntil").asText())).isEqualTo(decidedAt.plusSeconds(600));
        assertFigures(one, 1, 1, 0);

        JsonNode extended = json(ask(other, order, "extend"), 200);
        assertThat(Instant.parse(extended.get("heldUntil").asText())).isEqualTo(decidedAt.plusSeconds(1200));
        assertReplayed(ask(one, order, "extend"), extended);

        JsonNode confirmed = json(ask(one, order, "confirm"), 200);
        assertThat(confirmed.get("state").asText()).isEqualTo("CONFIRMED");
        assertThat(confirmed.get("heldUntil").isNull()).isTrue();
        assertReplayed(ask(other, order, "confirm"), confirmed);
        assertFigures(other, 1, 0, 1);
        JsonNode refused = problem(ask(one, order, "extend"), 409, "order-refused");
        assertThat(refused.get("state").asText()).isEqualTo("CONFIRMED");

        JsonNode cancelled = json(ask(other, order, "cancel"), 200);
        assertThat(cancelled.get("state").asText()).isEqualTo("RELEASED");
        assertThat(cancelled.get("expired").asBoolean()).isFalse();
        assertReplayed(ask(one, order, "cancel"), cancelled);
        assertFigures(one, 2, 0, 0);

        assertJournal("ACCEPTED 1", "EXTENDED 1", "CONFIRMED 1", "RELEASED 2");
        assertThat(buy(other, "bob").get("seq").asInt()).isEqualTo(2);
    }

    /** Nobody asks for the sale meanwhile. */
    @Test
    void anOrderThatNobodyPaysExpiresAndAPaymentAfterThatIsLateOnce() {
        plan("\"holdFor\":1");
        JsonNode first = buy(one, "ann");
        JsonNode second = buy(other, "bob");

        await().atMost(WAIT).until(() -> journal().size() >= 4);
        assertFigures(one, 2, 0, 0);
        JsonNode late = problem(ask(one, first, "confirm"), 409, "late");
        assertThat(late.get("state").asText()).isEqualTo("RELEASED");
        JsonNode again = problem(ask(other, first, "confirm"), 409, "late");
        assertThat(again.get("at")).isEqualTo(late.get("at"));
        problem(ask(other, second, "extend"), 409, "order-refused");
        buy(other, "carl");

        List<SaleEvent> journal = await().atMost(WAIT).until(this::journal, events -> events.size() >= 6);
        assertThat(journal.stream().map(event -> event.kind().name()))
                .startsWith("ACCEPTED", "ACCEPTED", "RELEASED", "RELEASED", "LATE", "ACCEPTED");
        assertThat(journal.get(2))
                .isInstanceOfSatisfying(
                        SaleEvent.Released.class,
                        released -> assertThat(released.reason()).isEqualTo(SaleEvent.Released.Reason.EXPIRED));
    }

    @Test
    void whatTheSaleDoesNotRememberIsUnknownAndWithoutHoldsNothingIs() {
        plan("\"holdFor\":0");
        JsonNode order = buy(one, "ann");
        assertThat(order.get("state").asText()).isEqualTo("CONFIRMED");
        for (String change : List.of("confirm", "extend", "cancel")) {
            problem(ask(one, order, change), 404, "unknown-order");
        }
        assertFigures(one, 1, 0, 1);
    }

    @Test
    void aPausedSaleStillTakesPayments() {
        plan("\"holdFor\":600");
        JsonNode order = buy(one, "ann");
        json(post(one, "/pause", ADMIN), 200);
        assertThat(json(ask(other, order, "confirm"), 200).get("state").asText())
                .isEqualTo("CONFIRMED");
        problem(ask(other, order, "cancel"), 409, "order-refused");
    }

    private void plan(String holds) {
        HttpResponse<String> reply = buyers.send(request("", ADMIN)
                .method(
                        "PUT",
                        HttpRequest.BodyPublishers.ofString(
                                "{\"name\":\"Two cars\",\"item\":\"car\",\"allotment\":2," + holds + "}"))
                .build());
        json(reply, 200);
    }

    private JsonNode buy(ApiHere api, String buyer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + "/api/sales/" + held + "/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"buyer\":\"" + buyer + "\"}"));
        return json(buyers.send(request.timeout(WAIT).build()), 201);
    }

    private HttpResponse<String> ask(ApiHere api, JsonNode order, String change) {
        return post(api, "/orders/" + order.get("orderId").asText() + "/" + change, SHOP);
    }

    private HttpResponse<String> post(ApiHere api, String path, String token) {
        return buyers.send(HttpRequest.newBuilder(URI.create(api.url() + "/api/sales/" + held + path))
                .timeout(WAIT)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(one.url() + "/api/sales/" + held + path))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private void assertFigures(ApiHere api, int left, int heldUnits, int confirmed) {
        JsonNode figures = json(
                buyers.send(HttpRequest.newBuilder(URI.create(api.url() + "/api/sales/" + held))
                        .timeout(WAIT)
                        .build()),
                200);
        assertThat(List.of(figures.get("left"), figures.get("held"), figures.get("confirmed")))
                .extracting(JsonNode::asInt)
                .containsExactly(left, heldUnits, confirmed);
        assertThat(figures.get("allotment").asInt()).isEqualTo(2);
    }

    private static void assertReplayed(HttpResponse<String> reply, JsonNode first) {
        assertThat(json(reply, 200)).isEqualTo(first);
        assertThat(reply.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    private void assertJournal(String... kindsAndLeft) {
        await().atMost(WAIT).until(() -> journal().size() == kindsAndLeft.length);
        assertThat(journal().stream().map(event -> event.kind() + " " + event.left()))
                .containsExactly(kindsAndLeft);
    }

    /** Without what planned it. */
    private List<SaleEvent> journal() {
        return TopicReader.events(servers.kafkaBootstrapServers(), topic).stream()
                .filter(event -> event.sale().value().equals(held))
                .filter(event -> !Set.of("SALE_CHANGED", "RESTOCKED")
                        .contains(event.kind().name()))
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
    }

    private static JsonNode problem(HttpResponse<String> reply, int status, String type) {
        JsonNode problem = json(reply, status);
        assertThat(problem.get("type").asText()).isEqualTo("/docs#" + type);
        return problem;
    }

    /** What is good may be pending too, on a busy machine. */
    private static JsonNode json(HttpResponse<String> reply, int status) {
        boolean isPending = status < 300 && reply.statusCode() == 202;
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(isPending ? 202 : status);
        try {
            return JsonMapper.builder().build().readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(reply.body(), e);
        }
    }
}
