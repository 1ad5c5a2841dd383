package dev.seckill.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** What operators look at lies apart from the shop. */
final class AdminAddressIT extends ApiJarTestBase {

    /** More than the admin server takes. */
    private static final int HALF_SENT = 150;

    AdminAddressIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void metricsAreThereAloneAndHealthIsOnBoth() {
        ApiHere api = serve("--stock", "5");

        assertProblem(send(api, "GET", "/metrics", ""), 404, "");
        assertProblem(buyers.sendToAnother(Buyers.request(api.adminUrl(), "/seckill", null)), 404, "");
        assertThat(send(api.adminUrl(), "GET", "/metrics", "").body()).contains("seckill_requests_received_total 0.0");
        for (String server : List.of(api.url(), api.adminUrl())) {
            assertThat(send(server, "GET", "/health/live", "").body()).isEqualTo("UP");
            assertThat(send(server, "GET", "/health/ready", "").body()).contains("\"left\":5");
        }
    }

    @Test
    void theyTellHowRedisMayLoseThingsThoughItIsReady() throws IOException {
        redis.configSet("maxmemory-policy", "volatile-lru");
        try {
            AppProcess api = start("--stock", "5");

            for (String server : List.of(api.url(), api.adminUrl())) {
                HttpResponse<String> ready = send(server, "GET", "/health/ready", "");
                assertThat(ready.statusCode()).isEqualTo(200);
                assertThat(ready.body())
                        .startsWith("{\"ready\":true,\"left\":5,\"warnings\":[\"Once it is full, Redis drops");
            }
            assertThat(send(api.adminUrl(), "GET", "/metrics", "").body())
                    .contains("seckill_redis_endangered{by=\"eviction_of_keys\"} 1.0")
                    .contains("seckill_redis_endangered{by=\"restart\"} 0.0");
            connectAnew(api);
            assertThat(Files.readString(api.log()))
                    .as("once, however often it connects")
                    .containsOnlyOnce("redis - may lose what was decided");

            redis.configSet("maxmemory-policy", "noeviction");
            connectAnew(api);
            assertThat(send(api, "GET", "/health/ready", "").body()).doesNotContain("warnings");
            assertThat(Files.readString(api.log())).containsOnlyOnce("redis - its settings lose nothing any more");
        } finally {
            redis.configSet("maxmemory-policy", "noeviction");
        }
    }

    /** Breaks every connection and waits until it decides again. */
    private void connectAnew(AppProcess api) {
        redis.executeCommand(new CommandArguments(Protocol.Command.CLIENT)
                .add("KILL")
                .add("TYPE")
                .add("normal")
                .add("SKIPME")
                .add("yes"));
        await().atMost(WAIT)
                .until(() -> buyers.buy(api.url()).statusCode() == 200
                        && send(api, "GET", "/health/ready", "").statusCode() == 200);
    }

    @Test
    void halfSentRequestsThereHoldUpNobody() throws IOException {
        ApiHere api = serve("--stock", "5");
        int adminPort = URI.create(api.adminUrl()).getPort();
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < HALF_SENT; i++) {
                halfSent.add(halfSend(adminPort));
            }

            assertThat(buyers.buy(api.url()).body()).isEqualTo("[4]");
            assertThat(send(api, "GET", "/health/ready", "").statusCode()).isEqualTo(200);
            await().atMost(WAIT)
                    .ignoreExceptions()
                    .untilAsserted(
                            () -> { // one of them has to make room first
                                assertThat(send(api.adminUrl(), "GET", "/health/live", "")
                                                .body())
                                        .isEqualTo("UP");
                                assertThat(send(api.adminUrl(), "GET", "/metrics", "")
                                                .body())
                                        .contains("seckill_requests_received_total 1.0");
                            });
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
    }

    /** May be refused, which is an answer. */
    private static Socket halfSend(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        try {
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Half: ".getBytes(US_ASCII));
        } catch (SocketException refused) {
            socket.close();
        }
        return socket;
    }
}
