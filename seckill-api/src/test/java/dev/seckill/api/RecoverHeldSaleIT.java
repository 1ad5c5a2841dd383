package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.ServerStack;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.SaleEvent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A sale that holds orders until they are paid, whose Redis is lost while it goes on: an API that stays up, and the command. */
final class RecoverHeldSaleIT extends ApiJarTestBase {

    private static final String TOKEN = "opened-by-sesame-1";

    private final String planned = sale + ".planned";
    private ApiHere api;

    @TempDir
    Path folder;

    RecoverHeldSaleIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void everyOrderGoesOnFromWhereItWasWhenRedisIsLost() throws Exception {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "shop:" + TOKEN);
        api = serve("--stock", "1", "--admin-tokens-file", tokens.toString());
        define(1);
        JsonNode soonOver = order("ann", 1);
        define(600);
        String paid = id(order("ben", 2));
        String cancelled = id(order("cem", 1));
        String held = id(order("dan", 1));
        assertOk(change(paid, "confirm"), "CONFIRMED");
        assertOk(change(cancelled, "cancel"), "RELEASED");
        await("logged")
                .atMost(WAIT)
                .until(() -> journal().stream()
                        .map(SaleEvent::kind)
                        .toList()
                        .containsAll(List.of(Kind.CONFIRMED, Kind.RELEASED)));

        loseRedis();
        await().atMost(WAIT).until(() -> change(held, "extend").statusCode() == 503);
        assertThat(recover()).contains(planned + ": Recovered: allotment 10, 4 orders");

        await("the API's word").atMost(WAIT).until(() -> change(held, "confirm").statusCode() == 200);
        assertThat(change(paid, "confirm").headers().firstValue("Idempotency-Replayed"))
                .contains("true");
        assertThat(change(cancelled, "cancel").headers().firstValue("Idempotency-Replayed"))
                .contains("true");
        Instant over = Instant.parse(soonOver.get("heldUntil").asText());
        await("its time is over").atMost(WAIT).until(() -> Instant.now().isAfter(over.plusMillis(1)));
        for (int i = 0; i < 2; i++) {
            assertProblem(change(id(soonOver), "confirm"), 409, "/docs#late");
            assertProblem(change(cancelled, "confirm"), 409, "/docs#late");
        }

        JsonNode seen = json(buyers.send(request("").build()));
        assertThat(seen.get("left").asInt()).isEqualTo(10 - 2 - 1);
        assertThat(seen.get("held").asInt()).isZero();
        assertThat(redis.hgetAll("{" + planned + "}:buyers"))
                .containsEntry("buyer:ann", "0")
                .containsEntry("buyer:ben", "2")
                .containsEntry("buyer:cem", "0")
                .containsEntry("buyer:dan", "1");
        assertJournal();
    }

    /** Dense, its units add up, each unit that went back did so once, and each late payer is told of once. */
    private void assertJournal() {
        List<SaleEvent> journal = await().atMost(WAIT).until(this::journal, events -> count(events, Kind.LATE) == 2);
        assertThat(journal.stream().map(SaleEvent::no))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, journal.size()).boxed().toList());
        assertThat(count(journal, Kind.RELEASED)).isEqualTo(2);
        assertThat(count(journal, Kind.CONFIRMED)).isEqualTo(2);
        long left = 0;
        for (SaleEvent event : journal) {
            left += event.units();
            assertThat(event.left()).as("%s", event).isEqualTo(left);
        }
    }

    private static long count(List<SaleEvent> events, Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).count();
    }

    private List<SaleEvent> journal() {
        return TopicReader.events(servers.kafkaBootstrapServers(), topic).stream()
                .filter(event -> event.sale().value().equals(planned))
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .distinct()
                .toList();
    }

    private void loseRedis() {
        servers.redis().kill();
        servers.redis().wipe();
        servers.redis().start();
        redis.close(); // its pool holds connections to the Redis that died
        redis = RedisClient.create(servers.redisUrl());
    }

    private String recover() throws Exception {
        List<String> line = List.of(
                "recover",
                "--all",
                "--topic",
                topic,
                "--redis",
                servers.redisUrl(),
                "--kafka",
                servers.kafkaBootstrapServers());
        Process process = ApiJar.builder(line).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }

    private void define(int holdFor) {
        String body = "{\"name\":\"Cars\",\"item\":\"car\",\"perBuyer\":2,\"perOrder\":2,\"allotment\":10,\"holdFor\":"
                + holdFor + "}";
        json(buyers.send(
                authorized("").PUT(HttpRequest.BodyPublishers.ofString(body)).build()));
    }

    private JsonNode order(String buyer, int quantity) {
        String body = "{\"buyer\":\"" + buyer + "\",\"quantity\":" + quantity + "}";
        return json(buyers.send(request("/orders")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", buyer)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    private HttpResponse<String> change(String order, String action) {
        return buyers.send(authorized("/orders/" + order + "/" + action)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private HttpRequest.Builder authorized(String suffix) {
        return request(suffix).header("Authorization", "Bearer " + TOKEN).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String suffix) {
        return HttpRequest.newBuilder(URI.create(api.url() + "/api/sales/" + planned + suffix))
                .timeout(WAIT);
    }

    private static String id(JsonNode order) {
        return order.get("orderId").asText();
    }

    private static void assertOk(HttpResponse<String> reply, String state) {
        assertThat(json(reply).get("state").asText()).isEqualTo(state);
    }

    /** What is good may be pending too, on a busy machine. */
    private static JsonNode json(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isBetween(200, 202);
        try {
            return JsonMapper.builder().build().readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(reply.body(), e);
        }
    }
}
