package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sale as a shop runs it, over two instances, with a real Redis and a real Kafka. Each reply stands in the contract. */
final class SalesIT extends ApiJarTestBase {

    private static final String TOKEN = "opened-by-sesame-1";
    private static final String ORDER_ID = "019ae000-0000-7000-8000-000000000001";

    private final String planned = sale + ".planned";
    private ApiHere one;
    private ApiHere other;

    @TempDir
    Path folder;

    SalesIT(ServerStack servers) {
        super(servers);
    }

    @BeforeEach
    void serveTwice() throws IOException {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "ann:" + TOKEN);
        Path book = Files.writeString(folder.resolve("book"), "the-book-is-open");
        List<String> settings = new ArrayList<>(List.of(
                "--stock",
                "1",
                "--admin-tokens-file",
                tokens.toString(),
                "--order-book",
                "http://127.0.0.1:1",
                "--order-book-token-file",
                book.toString()));
        settings.addAll(List.of(ProofSettings.in(folder.resolve("keys"))));
        one = serve(settings.toArray(String[]::new));
        other = serve("--admin-tokens-file", tokens.toString());
    }

    @Test
    void aSaleIsPlannedSoldRestockedAndClosedOverTwoInstances() {
        JsonNode made = json(change(one, "PUT", "", sale(3), ""), 200);
        assertThat(made.get("left").asInt()).isEqualTo(3);
        assertThat(made.get("state").asText()).isEqualTo("OPEN");
        assertThat(json(get(other, ""), 200).get("name").asText()).isEqualTo("Three cars");

        JsonNode order = json(order(one, "ann", 2, "k1"), 201);
        assertThat(json(order(other, "ann", 2, "k1"), 200)).isEqualTo(order);
        assertProblem(order(other, "ann", 1, "k1"), 422, "/docs#key-reused");
        assertProblem(order(other, "ann", 1, "k2"), 403, "/docs#limit-reached");
        assertThat(json(order(other, "bob", 2, "k3"), 409).get("left").asInt()).isEqualTo(1);
        assertThat(json(order(other, "bob", 1, "k4"), 201).get("seq").asInt()).isEqualTo(2);
        assertProblem(order(one, "carl", 1, "k5"), 409, "/docs#sold-out");

        json(change(other, "POST", "/pause", "", ""), 200);
        assertProblem(order(one, "carl", 1, "k6"), 409, "/docs#not-open");
        JsonNode restocked = json(change(one, "POST", "/restock", "{\"units\":5}", "r1"), 200);
        assertThat(restocked.get("left").asInt()).isEqualTo(5);
        assertThat(restocked.get("state").asText()).isEqualTo("PAUSED");
        HttpResponse<String> again = change(other, "POST", "/restock", "{\"units\":5}", "r1");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(json(again, 200).get("left").asInt()).isEqualTo(5);
        assertProblem(change(one, "POST", "/restock", "{\"units\":6}", "r1"), 422, "/docs#key-reused");

        json(change(one, "POST", "/resume", "", ""), 200);
        assertThat(json(order(other, "carl", 1, "k7"), 201).get("left").asInt()).isEqualTo(4);
        assertProblem(change(one, "PUT", "", sale(3), ""), 409, "/docs#change-refused");
        assertThat(change(other, "PUT", "", sale(8), "").headers().firstValue("Idempotency-Replayed"))
                .contains("true");

        assertThat(json(change(one, "POST", "/close", "", ""), 200).get("state").asText())
                .isEqualTo("CLOSED");
        assertProblem(order(other, "dora", 1, "k8"), 409, "/docs#not-open");
        assertThat(json(order(other, "ann", 2, "k1"), 200)).isEqualTo(order);
        assertProblem(change(other, "POST", "/resume", "", ""), 409, "/docs#change-refused");

        assertJournal();
    }

    /** Dense, and each change in the name of its token. */
    private void assertJournal() {
        List<SaleEvent> journal = await().atMost(WAIT).until(this::journal, events -> events.size() >= 9);
        assertThat(journal.stream().map(SaleEvent::no))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 9).boxed().toList());
        assertThat(journal.stream().map(event -> event.kind() + " " + event.left()))
                .containsExactly(
                        "SALE_CHANGED 0",
                        "RESTOCKED 3",
                        "ACCEPTED 1",
                        "ACCEPTED 0",
                        "SALE_CHANGED 0",
                        "RESTOCKED 5",
                        "SALE_CHANGED 5",
                        "ACCEPTED 4",
                        "SALE_CHANGED 4");
        assertThat(((SaleEvent.Restocked) journal.get(5)).by()).isEqualTo("ann");
        assertThat(((SaleEvent.SaleChanged) journal.get(8)).by()).isEqualTo("ann");
    }

    private List<SaleEvent> journal() {
        return TopicReader.events(servers.kafkaBootstrapServers(), topic).stream()
                .filter(event -> event.sale().value().equals(planned))
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
    }

    @Test
    void aSaleThatOpensLaterSaysWhenAndSellsNothing() {
        String opensAt = "2999-01-01T00:00:00Z";
        json(change(one, "PUT", "", sale(3).replace("}", ",\"opensAt\":\"" + opensAt + "\"}"), ""), 200);

        JsonNode problem = json(order(other, "ann", 1, "k"), 409);
        assertThat(problem.get("type").asText()).isEqualTo("/docs#not-open");
        assertThat(problem.get("opensAt").asText()).isEqualTo(opensAt);
        assertThat(Instant.parse(problem.get("serverTime").asText())).isBefore(Instant.parse(opensAt));
        assertThat(json(get(other, ""), 200).get("state").asText()).isEqualTo("SCHEDULED");
    }

    @Test
    void everySaleIsListedAndOneThatNobodyMadeIsUnknown() {
        json(change(one, "PUT", "", sale(3), ""), 200);

        for (ApiHere api : List.of(one, other)) {
            JsonNode list = json(
                    buyers.send(request(api.url() + "/api/sales?limit=100&after=sale-")
                            .build()),
                    200);
            assertThat(list.findValuesAsText("sale")).contains(sale, planned);
            assertProblem(get(api, "-no"), 404, "/docs#unknown-sale");
            assertProblem(send(api, "GET", "/api/sales/.", ""), 400, "");
        }
        assertProblem(
                buyers.send(typed(one.url() + "/api/sales/" + planned + "-no/orders")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"buyer\":\"ann\"}"))
                        .build()),
                404,
                "/docs#unknown-sale");
    }

    @Test
    void everyRouteOfTheContractIsServed() {
        for (String route : Contract.routes()) {
            String method = route.split(" ")[0];
            String path = route.split(" ")[1]
                    .replace("{sale}", planned)
                    .replace("{orderId}", ORDER_ID)
                    .replaceAll("\\{[a-zA-Z]+}", "0");
            String server = path.equals("/metrics") ? one.adminUrl() : one.url();

            HttpResponse<String> reply = send(server, method, path, "");

            assertThat(reply.statusCode()).as(route).isNotEqualTo(405);
            assertThat(reply.body()).as(route).doesNotContain("Endpoint " + method);
        }
    }

    @Test
    void theModelCaseIsASaleLikeTheOthers() {
        assertThat(buyers.buy(one.url(), "k").body()).isEqualTo("[0]");

        JsonNode counter =
                json(buyers.send(request(other.url() + "/api/sales/" + sale).build()), 200);

        assertThat(counter.get("state").asText()).isEqualTo("SOLD_OUT");
        assertThat(counter.get("item").asText()).isEqualTo("car");
        assertThat(counter.get("allotment").asInt()).isEqualTo(1);
    }

    private static String sale(int allotment) {
        return "{\"name\":\"Three cars\",\"item\":\"car\",\"perBuyer\":2,\"perOrder\":2,\"allotment\":" + allotment
                + "}";
    }

    private HttpResponse<String> get(ApiHere api, String suffix) {
        return buyers.send(request(api.url() + "/api/sales/" + planned + suffix).build());
    }

    private HttpResponse<String> order(ApiHere api, String buyer, int quantity, String key) {
        return buyers.send(typed(api.url() + "/api/sales/" + planned + "/orders")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"buyer\":\"" + buyer + "\",\"quantity\":" + quantity + "}"))
                .build());
    }

    private HttpResponse<String> change(ApiHere api, String method, String action, String body, String key) {
        HttpRequest.Builder request = typed(api.url() + "/api/sales/" + planned + action)
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        return buyers.send((key.isEmpty() ? request : request.header("Idempotency-Key", key)).build());
    }

    private static HttpRequest.Builder typed(String url) {
        return request(url).header("Content-Type", "application/json");
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(WAIT);
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
