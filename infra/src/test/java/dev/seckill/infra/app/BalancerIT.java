package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real HAProxy in front of two stand-ins. */
@Timeout(300)
@EnabledIf(value = "isInstalled", disabledReason = "HAProxy is not installed")
final class BalancerIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int MANY = 20;

    @TempDir
    private Path folder;

    private StandInApi one;
    private StandInApi two;
    private StandInApi consumer;
    private int orderBookPort;
    private ChildServer balancer;

    static boolean isInstalled() {
        return Balancer.find().isPresent();
    }

    @BeforeEach
    void start() throws IOException {
        one = new StandInApi("one");
        two = new StandInApi("two");
        consumer = new StandInApi("consumer");
        Ports ports = new Ports();
        orderBookPort = ports.free();
        balancer = Balancer.of(
                Balancer.find().orElseThrow(),
                new BalancerSettings(
                        ports.free(), List.of(one.port(), two.port()), orderBookPort, List.of(consumer.port())),
                folder.resolve("a folder"),
                folder.resolve("haproxy.log"));
        balancer.start();
    }

    @AfterEach
    void stop() {
        balancer.stop();
        one.close();
        two.close();
        consumer.close();
    }

    @Test
    void requestsGoToAllInTurnWithTheAddressOfTheClientAlone() throws Exception {
        assertThat(bodiesOf(MANY)).containsOnly("one", "two");
        assertThat(one.addresses()).isNotEmpty().containsOnly("127.0.0.1");
        assertThat(send(orderBookPort, HttpRequest.Builder::GET).body()).isEqualTo("consumer");
    }

    @Test
    void oneThatIsNotReadyGetsNoMoreRequestsAndNobodySeesAnError() throws Exception {
        one.setReady(false);

        await().atMost(WAIT).until(() -> bodiesOf(MANY).stream().allMatch("two"::equals));

        one.setReady(true);
        await().atMost(WAIT).until(() -> bodiesOf(MANY).contains("one"));
    }

    @Test
    void oneThatTakesNoConnectionDidNotGetTheRequestSoAnotherOneDoes() throws Exception {
        one.close();

        assertThat(bodiesOf(MANY)).containsOnly("two");
    }

    @Test
    void aRequestThatMayHaveBeenTakenIsSentAgainOnlyIfItHasAKey() throws Exception {
        one.fallSilent();

        for (int i = 0; i < MANY; i++) {
            String key = "key-" + i;
            assertThat(purchase(request -> request.header("Idempotency-Key", key))
                            .body())
                    .isEqualTo("two");
        }
        int taken = one.addresses().size();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            HttpResponse<String> reply = purchase(request -> request);
            statuses.add(reply.statusCode());
            if (reply.statusCode() != 200) {
                assertProblem(reply, 502);
            }
        }
        assertThat(statuses).contains(200, 502);
        assertThat(statuses.stream().filter(status -> status == 502))
                .hasSize(one.addresses().size() - taken);
    }

    @Test
    void whereNobodyIsReadyThoseThatLiveAreAskedBecauseOnlyTheyKnowWhatStands() {
        one.setReady(false);
        two.setReady(false);

        for (int i = 0; i < MANY; i++) {
            assertThat(bodiesOf(1)).isSubsetOf("one", "two");
        }
        await().atMost(WAIT).until(() -> logged().contains("backend apis has no server available"));
        assertThat(bodiesOf(MANY)).containsOnly("one", "two");
    }

    @Test
    void whereNobodyLivesBuyersAreToldToComeAgain() {
        one.close();
        two.close();

        await().atMost(WAIT).until(() -> logged().contains("backend apis_alive has no server available"));
        assertProblem(purchase(request -> request), 503);
    }

    private String logged() throws IOException {
        return Files.readString(balancer.log());
    }

    private static void assertProblem(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Retry-After")).contains("1");
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.body()).contains("\"status\":" + status);
    }

    /** What successful purchases without a key are answered. */
    private List<String> bodiesOf(int purchases) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < purchases; i++) {
            HttpResponse<String> reply = purchase(request -> request.header("X-Forwarded-For", "6.6.6.6"));
            assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
            bodies.add(reply.body());
        }
        return bodies;
    }

    private interface Change {
        HttpRequest.Builder in(HttpRequest.Builder request);
    }

    private HttpResponse<String> purchase(Change change) {
        return send(balancer.port(), request -> change.in(request).POST(BodyPublishers.ofString("{}")));
    }

    private HttpResponse<String> send(int port, Change change) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/mock/mock"))
                .timeout(WAIT);
        try {
            // On a connection that was used before, HAProxy closes it instead of saying 502.
            return HttpClient.newHttpClient().send(change.in(request).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no reply of the balancer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
