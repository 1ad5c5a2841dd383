package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.MetricsTable;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.observe.Promtool;
import dev.seckill.infra.testing.NeedsPrometheus;
import org.junit.jupiter.api.Test;

/** What the API tells Prometheus is what {@code infra/METRICS.md} says. */
final class MetricsTableIT extends ApiJarTestBase {

    MetricsTableIT(ServerStack servers) {
        super(servers);
    }

    private void buy(ApiHere api) {
        assertThat(send(api, "POST", "/seckill", "").body()).isEqualTo("[4]");
    }

    private String scrape(ApiHere api) {
        return send(api.adminUrl(), "GET", "/metrics", "").body();
    }

    @Test
    void theTableHasWhatAScrapeHas() {
        ApiHere api = serve("--stock", "5");
        buy(api);
        System.gc(); // its pauses are told once there was one

        await().untilAsserted(() -> assertThat(MetricsTable.differences(MetricsTable.Program.API, scrape(api)))
                .isEmpty());
    }

    @Test
    @NeedsPrometheus
    void promtoolHasNothingToSay() {
        ApiHere api = serve("--stock", "5");
        buy(api);
        System.gc();

        assertThat(Promtool.ofThisMachine().complaints(scrape(api))).isEmpty();
    }

    @Test
    void eachStageOfAPurchaseIsTimed() {
        ApiHere api = serve("--stock", "5");
        buy(api);

        await().untilAsserted(() -> assertThat(scrape(api))
                .contains("seckill_request_duration_seconds_count{outcome=\"accepted\"} 1")
                .contains("seckill_queue_duration_seconds_count 1")
                .contains("seckill_batch_requests_sum 1.0")
                .contains("seckill_trip_duration_seconds_bucket")
                .contains("seckill_events_decided_total{kind=\"accepted\"} 1.0")
                .contains("seckill_events_logged_total 2.0") // with the one that tells of the stock
                .contains("seckill_log_duration_seconds_count 2")
                .containsPattern("seckill_settle_duration_seconds_count [12]\\b")
                .contains("seckill_orders_unlogged 0.0"));
    }

    @Test
    void theFiguresOfASaleAddUp() {
        ApiHere api = serve("--stock", "5");
        buy(api);

        await().untilAsserted(() -> assertThat(scrape(api))
                .contains("seckill_sale_allotment_units{sale=\"" + sale + "\"} 5.0")
                .contains("seckill_sale_left_units{sale=\"" + sale + "\"} 4.0")
                .contains("seckill_sale_confirmed_units{sale=\"" + sale + "\"} 1.0")
                .contains("seckill_sale_outbox_events{sale=\"" + sale + "\"} 0.0")
                .contains("seckill_sale_requests_total{outcome=\"accepted\",sale=\"" + sale + "\"} 1.0")
                .contains("seckill_sale_requests_total{outcome=\"accepted\",sale=\"(other)\"} 0.0")
                .contains("seckill_sale_halted{reason=\"recover\",sale=\"" + sale + "\"} 0.0")
                .contains("seckill_ready 1.0")
                .contains("seckill_redis_up 1.0")
                .contains("seckill_kafka_up 1.0"));
    }
}
