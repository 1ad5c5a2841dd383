package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.store.TestEvents;
import dev.seckill.model.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order book as the jar lets others read it: over HTTP, and by {@code export}. */
final class ConsumerReadsIT extends ConsumerTestBase {

    private static final String TOKEN = "a-token-of-the-shop";
    /** As little as the JVM can start the program with. */
    private static final List<String> SMALL = List.of("-Xmx24m");

    @Test
    void whatIsStoredIsReadOverHttpWithAToken() throws IOException {
        List<Order> all = orders.next(2000);
        topic.create(PARTITIONS).send(all);
        Path tokens = Files.createTempFile("tokens", "");
        Files.writeString(tokens, "shop:" + TOKEN + "\n");

        try (ConsumerProcess consumer = start("--read-tokens-file=" + tokens)) {
            awaitDrained();
            String id = all.get(7).orderId().toString();

            assertThat(consumer.get("/api/sales/counter/orders/" + id)).startsWith("401 ");
            assertThat(consumer.get("/api/sales/counter/orders/" + id, TOKEN)).startsWith("200 {\"orderId\":\"" + id);
            assertThat(consumer.get("/api/sales/counter/orders.csv", TOKEN).lines())
                    .hasSize(2001);
            assertThat(consumer.get("/api/sales/counter/report", TOKEN))
                    .contains("\"accepted\":{\"orders\":2000,\"units\":2000}");
            assertThat(consumer.log()).contains("[shop]").doesNotContain(TOKEN);
            assertThat(consumer.terminate()).isZero();
        } finally {
            Files.delete(tokens);
        }
    }

    @Test
    void theLogIsHeldAgainstTheBookWhenSomebodyAsks() throws IOException {
        TestEvents events = new TestEvents("counter");
        topic.create(PARTITIONS)
                .sendEvents(List.of(events.restocked(5), events.accepted(), events.accepted(), events.accepted()));
        topic.sendText("poison", "not an order");
        Path tokens = Files.createTempFile("tokens", "");
        Files.writeString(tokens, "shop:" + TOKEN + "\n");
        String audit = "/api/sales/counter/audit";

        try (ConsumerProcess consumer = start("--read-tokens-file=" + tokens, "--audit-orders-max=3")) {
            awaitDrained();
            assertThat(consumer.get(audit)).startsWith("401 ");
            assertThat(consumer.get("/api/sales/bikes/audit", TOKEN)).startsWith("404 ");
            assertThat(consumer.get(audit, TOKEN))
                    .startsWith("200 {\"sale\":\"counter\",\"madeAt\":\"20")
                    .contains(
                            "\"sound\":true,\"lookFirst\":[],\"findings\":[],\"figures\":{\"verdict\":\"PASS\",\"lookFirst\":[],\"messages\":5,");
            await("the parked message is counted")
                    .until(
                            () -> consumer.get("/api/figures?sale=counter", TOKEN),
                            figures -> figures.contains("\"ready\":true,\"troubles\":[],\"lag\":0,\"parked\":1,"));

            book.execute("DELETE FROM orders WHERE seq = 2");
            assertThat(consumer.get(audit, TOKEN))
                    .contains("\"sound\":false,", "{\"what\":\"notStored\",\"count\":1,", "\"ordersDiffer\"");

            topic.sendEvents(List.of(events.accepted()));
            awaitDrained();
            assertThat(consumer.get(audit, TOKEN)).startsWith("503 ").contains("has more than 3 orders");
        } finally {
            Files.delete(tokens);
        }
    }

    @Test
    void withoutATokenNothingIsReadOverHttp() {
        topic.create(1).send(orders.next(1));

        try (ConsumerProcess consumer = start()) {
            awaitDrained();

            assertThat(consumer.get("/api/sales/counter/orders", TOKEN)).startsWith("404 ");
        }
    }

    @Test
    void exportWritesAllOrdersInLittleMemory() {
        List<Order> all = orders.next(20_000);
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            consumer.terminate();
        }

        List<String> csv = export("--sale=counter").lines().toList();
        List<String> json = export("--sale=counter", "--format=json").lines().toList();

        assertThat(csv).hasSize(all.size() + 1);
        assertThat(json).hasSize(all.size() + 2).startsWith("[").endsWith("]");
        for (Order order : List.of(all.get(0), all.get(all.size() - 1))) {
            assertThat(csv.get((int) order.seq()))
                    .startsWith(order.orderId() + ",counter," + order.seq() + ",\"Zoë 李 ");
            assertThat(json.get((int) order.seq())).startsWith("{\"orderId\":\"" + order.orderId() + '"');
        }
    }

    @Test
    void exportFailsForASaleThatIsNotThereAndForSettingsThatAreNone() {
        book.open().close();

        assertExport(1, "the order book has nothing of such a sale (sale=bikes)", "--sale=bikes");
        assertExport(2, "--sale: must be given");
        assertExport(2, "--format: must be csv or json", "--sale=counter", "--format=xml");
    }

    private void assertExport(int exitCode, String said, String... arguments) {
        try (ConsumerProcess export = ConsumerProcess.start(exportArguments(arguments))) {
            assertThat(export.exitCode()).as(export.log()).isEqualTo(exitCode);
            assertThat(export.log()).contains(said);
            assertThat(export.out()).isEmpty();
        }
    }

    /** Also the first: a pool takes note of a bound that is set later only after a while. */
    @Test
    void exportWaitsLongerThanTheConsumerForAConnection() {
        try (ConsumerProcess export = ConsumerProcess.start(exportArguments(
                "--sale=counter", "--mysql=jdbc:mysql://127.0.0.1:1/nowhere", "--mysql-connection-wait=1s"))) {
            assertThat(export.exitCode()).as(export.log()).isEqualTo(1);
            assertThat(export.log()).containsPattern("mysql: .* timed out after 1\\d{4}ms");
        }
    }

    private String export(String... arguments) {
        try (ConsumerProcess export = ConsumerProcess.start(SMALL, exportArguments(arguments))) {
            assertThat(export.exitCode()).as(export.log()).isZero();
            return export.out();
        }
    }

    private List<String> exportArguments(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "export",
                "--mysql=" + book.settings().url(),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword()));
        all.addAll(List.of(arguments));
        return all;
    }
}
