package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.event.SaleEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The held orders of a killed instance, of a sale for which nobody asks any more. */
final class HeldSaleIT extends ApiJarTestBase {

    private static final String TOKEN = "opened-by-sesame-1";
    private static final int HOLD_SECONDS = 2;

    private final String held = sale + ".held";
    private Path tokens;

    @TempDir
    Path folder;

    HeldSaleIT(ServerStack servers) {
        super(servers);
    }

    @BeforeEach
    void writeTokens() throws IOException {
        tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "ann:" + TOKEN);
    }

    @Test
    void areReleasedByAnInstanceThatWasNeverAskedForThatSale() {
        AppProcess other = start("--relay-interval", "100ms");
        AppProcess dying = start("--admin-tokens-file", tokens.toString());
        holdTwo(dying);
        dying.kill();

        assertAllReleased();
        assertThat(other.isRunning()).isTrue();
    }

    @Test
    void areReleasedByTheInstanceThatStartsAfterAllWereKilled() {
        AppProcess dying = start("--admin-tokens-file", tokens.toString());
        AppProcess alsoDying = start("--relay-interval", "100ms");
        holdTwo(dying);
        dying.kill();
        alsoDying.kill();

        start();

        assertAllReleased();
    }

    private void holdTwo(AppProcess api) {
        HttpResponse<String> made = send(
                api.url(),
                "PUT",
                "",
                "{\"name\":\"Cars\",\"item\":\"car\",\"allotment\":3,\"holdFor\":" + HOLD_SECONDS + "}",
                TOKEN);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        for (String buyer : List.of("ann", "bob")) {
            HttpResponse<String> order =
                    send(api.url(), "POST", "/orders", "{\"buyer\":\"" + buyer + "\",\"quantity\":1}", null);
            assertThat(order.statusCode()).as(order.body()).isEqualTo(201);
            assertThat(order.body()).contains("heldUntil");
        }
    }

    private void assertAllReleased() {
        await().atMost(WAIT).until(() -> released().size() >= 2);
        List<SaleEvent.Released> released = released();
        assertThat(released).hasSize(2);
        assertThat(released.stream().map(SaleEvent.Released::reason)).containsOnly(SaleEvent.Released.Reason.EXPIRED);
        assertThat(released.stream().map(SaleEvent.Released::by)).containsOnly(SaleEvent.Released.BY_EXPIRY);
        assertThat(released.stream().map(event -> event.buyer().value())).containsExactly("ann", "bob");
        assertThat(released.stream().map(SaleEvent::left)).containsExactly(2L, 3L);
        assertThat(redis.get(held)).isEqualTo("3");
        assertThat(redis.zcard("{" + held + "}:held")).isZero();
        assertThat(redis.hget("{" + held + "}:sale", "heldOrders")).isEqualTo("0");
    }

    /** Each once, in the order of the journal: a relay may tell one again. */
    private List<SaleEvent.Released> released() {
        return TopicReader.events(servers.kafkaBootstrapServers(), topic).stream()
                .filter(SaleEvent.Released.class::isInstance)
                .map(SaleEvent.Released.class::cast)
                .filter(event -> event.sale().value().equals(held))
                .distinct()
                .sorted(Comparator.comparing(SaleEvent.Released::no))
                .toList();
    }

    private HttpResponse<String> send(String server, String method, String path, String body, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/api/sales/" + held + path))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return buyers.send(request.build());
    }
}
