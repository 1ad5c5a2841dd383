package dev.seckill.loadtest.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.observe.AlertRules;
import dev.seckill.infra.testing.NeedsPrometheus;
import dev.seckill.infra.testing.TakesLong;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A run of the system, with a burst, holds, a cancellation, webhooks and a parked message, as a real Prometheus sees it: no
 * query of the rules or of the dashboard is without an answer. Leaves {@code target/dashboard.svg}.
 */
@TakesLong
@NeedsPrometheus
@Timeout(300)
final class QueriesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path FOLDER = Path.of("target", "observed");
    private static final int BUYERS = 150;

    private static ObservedSystem system;
    private static PrometheusApi prometheus;
    private static Instant begin;

    @BeforeAll
    static void run() throws Exception {
        system = ObservedSystem.start(FOLDER, 1000, "1h", AlertRules.ofCheckout());
        prometheus = system.prometheus();
        begin = Instant.now();
        ShopCounter shop = new ShopCounter(URI.create(system.api().url()));
        try (Trickle buyers = new Trickle(shop.api())) {
            shop.define("cars", "{\"name\":\"Cars\",\"item\":\"car\",\"allotment\":100,\"holdFor\":600}");
            shop.define("boats", "{\"name\":\"Boats\",\"item\":\"boat\",\"allotment\":40,\"holdFor\":5}");
            sellAll(shop);
            new OddOrders(system.servers().kafkaBootstrapServers()).writeGarbage();
            collectGarbage(system.api().pid());
            collectGarbage(system.consumer().pid());
            await().atMost(PATIENCE)
                    .until(() -> value("sum(consumer_parked_messages)") > 0
                            && value("sum(increase(seckill_orders_released_total{reason=\"expired\"}[5m]))") > 0
                            && value("sum(consumer_webhooks_sent_total)") > BUYERS
                            && value("sum(increase(jvm_gc_pause_seconds_count[1m]))") >= 0);
        }
    }

    /** Some pay, some give back, some do neither, and some come too late. */
    private static void sellAll(ShopCounter shop) throws InterruptedException {
        for (int i = 0; i < BUYERS; i++) {
            String sale = i % 3 == 0 ? "boats" : "cars";
            String order = i < 120 ? shop.buy(sale, "buyer-" + i) : "";
            shop.get("/sales/" + sale);
            shop.get("/api/sales/" + sale);
            if (i % 3 == 1 && !order.isEmpty()) {
                shop.change(sale, order, i % 4 == 0 ? "cancel" : "confirm");
            }
            if (i % 10 == 0) {
                shop.get("/api/sales/" + sale + "/orders");
            }
            TimeUnit.MILLISECONDS.sleep(100); // a burst that lasts as long as there are seconds to draw
        }
    }

    private static void collectGarbage(long pid) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        int exitCode = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(exitCode).as("jcmd GC.run").isZero();
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    private static double value(String query) {
        return prometheus.now(query).stream()
                .mapToDouble(PrometheusApi.Curve::last)
                .max()
                .orElse(-1);
    }

    @Test
    void noRuleIsWithoutAnAnswer() {
        List<PrometheusApi.Rule> rules = prometheus.rules();

        assertThat(rules).hasSizeGreaterThan(30).allSatisfy(rule -> {
            assertThat(rule.health()).as(rule.name() + " " + rule.lastError()).isEqualTo("ok");
            assertThat(prometheus.now(compared(rule.query())))
                    .as(rule.name() + ": " + compared(rule.query()))
                    .isNotEmpty();
        });
    }

    /** All must have some in the minutes of the run, if not at this moment. */
    @Test
    void noPanelIsWithoutAnAnswer() {
        List<String> empty = new ArrayList<>();
        for (String query : Dashboard.ofCheckout().queries()) {
            if (prometheus.between(query, begin, Instant.now(), 1).isEmpty()) {
                empty.add(query);
            }
        }

        assertThat(empty).isEmpty();
    }

    /** What needs a message that cannot be stored was there; all else is well. */
    @Test
    void nothingFiresButWhatIsAboutTheParkedMessage() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.firing()).containsExactly("SeckillMessagesParked"));
    }

    @Test
    void thePanelsAreDrawn() throws Exception {
        Path picture = DashboardPicture.write(
                Path.of("target", "dashboard.svg"), Dashboard.ofCheckout(), prometheus, begin, Instant.now());

        assertThat(picture).content().contains("Purchases by outcome", "accepted", "boats held", "<polyline");
    }

    /** An alert that does not fire has no series; compared this way it has one that says 0. */
    static String compared(String query) {
        return query.replaceAll(" (==|!=|>=|<=|>|<) (?!bool )", " $1 bool ");
    }

    @Test
    void aComparisonThatFiltersIsMadeOneThatTells() {
        assertThat(compared("max(a{b!=\"c\"}) > 0.5 * d or (e or vector(0)) == 0"))
                .isEqualTo("max(a{b!=\"c\"}) > bool 0.5 * d or (e or vector(0)) == bool 0");
        assertThat(prometheus.now("up == 0")).isEmpty();
        assertThat(prometheus.now(compared("up == 0"))).hasSize(2);
    }
}
