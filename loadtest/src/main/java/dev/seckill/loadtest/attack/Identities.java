package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.bench.Scrape;
import java.util.ArrayList;
import java.util.List;

/** The sums that each program's own figures must make when nothing is under way. A pure function. */
final class Identities {

    private Identities() {}

    /** Those that do not hold; empty when all do. */
    static List<String> broken(Scrape api, Scrape consumer) {
        List<String> broken = new ArrayList<>(ofApi(api));
        double consumed = consumer.value("consumer_orders_consumed_total");
        double accounted = consumer.value("consumer_orders_stored_total")
                + consumer.value("consumer_orders_duplicate_total")
                + consumer.value("consumer_orders_parked_total");
        if (consumed != accounted) {
            broken.add("the consumer: consumed " + consumed + " is not stored + duplicate + parked, " + accounted);
        }
        double alarms = consumer.value("consumer_orders_clashed_total");
        if (alarms != 0) {
            broken.add("the consumer: " + alarms + " false alarms (consumer.orders.clashed)");
        }
        return broken;
    }

    /** The same of the API alone: purchases, changes of sales and of orders, and looks. */
    static List<String> ofApi(Scrape api) {
        List<String> broken = new ArrayList<>();
        for (String kind : List.of("requests", "changes", "order_changes", "reads", "looks")) {
            double received = api.value("seckill_" + kind + "_received_total");
            double answered = api.sum("seckill_" + kind + "_answered_total");
            if (received != answered) {
                broken.add("the API: of " + kind + ", received " + received + " is not the sum of all outcomes, "
                        + answered);
            }
        }
        return broken;
    }
}
