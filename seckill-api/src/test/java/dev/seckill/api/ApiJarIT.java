package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What buyers and operators see of a running sale. */
final class ApiJarIT extends ApiJarTestBase {

    ApiJarIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void modelCase_sellsTheStockAndThenSaysSoldOut() {
        AppProcess api = start("--stock", "2");

        HttpResponse<String> first = buyers.send(Buyers.request(api.url(), "/mock/mock", null));
        HttpResponse<String> second = buyers.send(Buyers.request(api.url(), "/seckill", null));
        HttpResponse<String> third = buyers.buy(api.url());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("[1]");
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(second.body()).isEqualTo("[0]");
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(third.body()).isEqualTo("sold out!");
        assertThat(third.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(third.headers().firstValue("Order-Id")).isEmpty();
        assertThat(log())
                .extracting(order -> order.orderId().toString())
                .containsExactlyInAnyOrder(Buyers.orderId(first), Buyers.orderId(second));
    }

    @Test
    void modelCase_messageCarriesTheOrderUnderItsIdWithAllotmentAndKey() {
        ApiHere api = serve("--stock", "100");

        HttpResponse<String> reply = buyers.buy(api.url(), "key-1");

        // The event of the first units goes by itself, and nobody waits for it.
        List<ConsumerRecord<byte[], byte[]>> messages = await().atMost(WAIT)
                .until(() -> TopicReader.records(servers.kafkaBootstrapServers(), topic), found -> found.size() == 2);
        assertThat(messages)
                .extracting(message -> new String(message.key(), UTF_8))
                .containsExactlyInAnyOrder(sale, Buyers.orderId(reply));
        ConsumerRecord<byte[], byte[]> message = messages.stream()
                .filter(each -> new String(each.key(), UTF_8).equals(Buyers.orderId(reply)))
                .findFirst()
                .orElseThrow();
        assertThat(new String(
                        message.headers()
                                .lastHeader(OrderLogNames.ALLOTMENT_HEADER)
                                .value(),
                        UTF_8))
                .isEqualTo("100");
        assertThat(new String(
                        message.headers()
                                .lastHeader(OrderLogNames.IDEMPOTENCY_KEY_HEADER)
                                .value(),
                        UTF_8))
                .isEqualTo("key-1");
        Order order = log().get(0);
        assertThat(order.seq()).isEqualTo(1);
        assertThat(order.left()).isEqualTo(99);
        assertThat(order.item()).isEqualTo("car");
    }

    @Test
    void counterSetByHandIsOnSaleWhileTheApiRuns() throws IOException {
        AppProcess api = start();
        HttpResponse<String> before = buyers.buy(api.url());
        assertThat(before.statusCode()).isEqualTo(503);
        assertProblem(before, 503, "not loaded");
        assertThat(before.headers().firstValue("Retry-After")).contains("1");
        assertThat(Files.readString(api.log())).containsOnlyOnce("not loaded, there is no counter");

        redis.set(sale, "1");

        assertThat(buyers.buy(api.url()).body()).isEqualTo("[0]");
        assertThat(buyers.buy(api.url()).body()).isEqualTo("sold out!");
        redis.set(sale, "1");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).body().equals("[0]"));
    }

    @Test
    void counterThatIsNoNumberIs503AndALogLine() throws IOException {
        redis.set(sale, "many");
        AppProcess api = startUnready();

        // At first it waits for Kafka.
        await().atMost(WAIT).untilAsserted(() -> assertProblem(buyers.buy(api.url()), 503, "cannot be used"));
        await().atMost(WAIT)
                .untilAsserted(
                        () -> assertThat(send(api, "GET", "/health/ready", "").body())
                                .contains("The sale's data cannot be used"));
        assertThat(Files.readString(api.log())).contains("not a whole number: many");
    }

    @Test
    void badInputIsAProblemOfItsKind() {
        ApiHere api = serve("--stock", "5", "--body-max", "1000");

        assertProblem(send(api, "GET", "/nowhere", ""), 404, "");
        assertProblem(send(api, "GET", "/seckill", ""), 405, "");
        assertProblem(send(api, "POST", "/mock/mock", "x".repeat(1001)), 413, "1000 bytes");
        assertProblem(buyers.buy(api.url(), "a b"), 400, "Idempotency-Key");
        assertThat(send(api, "POST", "/mock/mock", "x".repeat(1000)).body()).isEqualTo("[4]");
        assertThat(log()).hasSize(1);
    }

    @Test
    void retryWithItsKeyGetsTheSameOrderAlsoElsewhereAndAfterARestart() {
        AppProcess one = start("--stock", "5");
        AppProcess two = start();
        HttpResponse<String> first = buyers.buy(one.url(), "key-1");

        HttpResponse<String> same = buyers.buy(one.url(), "key-1");
        HttpResponse<String> elsewhere = buyers.buy(two.url(), "key-1");
        one.kill();
        one.start();
        HttpResponse<String> afterwards = buyers.buy(one.url(), "key-1");

        assertThat(List.of(same, elsewhere, afterwards)).allSatisfy(reply -> {
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("[4]");
            assertThat(Buyers.orderId(reply)).isEqualTo(Buyers.orderId(first));
            assertThat(reply.headers().firstValue("Idempotency-Replayed")).contains("true");
        });
        assertThat(redis.get(sale)).isEqualTo("4");
    }

    @Test
    void twoInstancesSellExactlyTheStock() {
        AppProcess one = start("--stock", "150");
        ApiHere two = serve();
        String[] urls = {one.url(), two.url()};

        List<HttpResponse<String>> replies = buyers.buyAtOnce(400, i -> urls[i % 2], i -> null);

        assertThat(replies).allMatch(reply -> reply.statusCode() == 200);
        List<String> told =
                replies.stream().filter(Buyers::isAccepted).map(Buyers::orderId).toList();
        assertThat(told).hasSize(150).doesNotHaveDuplicates();
        assertThat(log().stream().map(order -> order.orderId().toString())).containsExactlyInAnyOrderElementsOf(told);
        assertThat(log().stream().map(Order::seq).sorted().toList())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 150).boxed().toList());
        assertThat(redis.get(sale)).isEqualTo("0");
        await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 0);
    }

    @Test
    void requestsAddUpInTheMetrics() {
        ApiHere api = serve("--stock", "3");
        buyers.buy(api.url(), "k");
        buyers.buy(api.url(), "k");
        buyers.buy(api.url(), "not valid");
        buyers.buyAtOnce(10, i -> api.url(), i -> null);

        String metrics = send(api.adminUrl(), "GET", "/metrics", "").body();

        assertThat(metrics).contains("seckill_requests_received_total 13.0");
        assertThat(answered(metrics, "accepted")).isEqualTo(3);
        assertThat(answered(metrics, "replayed")).isEqualTo(1);
        assertThat(answered(metrics, "sold_out")).isEqualTo(8);
        assertThat(answered(metrics, "invalid")).isEqualTo(1);
    }

    private static double answered(String metrics, String outcome) {
        return metrics.lines()
                .filter(line -> line.startsWith("seckill_requests_answered_total{outcome=\"" + outcome + "\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
