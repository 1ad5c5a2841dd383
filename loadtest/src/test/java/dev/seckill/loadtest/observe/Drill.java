package dev.seckill.loadtest.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The faults that are made on purpose. Each has alerts that must fire; then the runbook's steps must mend it. Where several
 * alerts fire, their sections have the same steps.
 */
enum Drill {
    ORDER_LOG_STANDS_STILL(
            "SeckillOrderLogAway",
            "SeckillOutboxOld",
            "SeckillOutboxNearBound",
            "SeckillRequestsRefused",
            "SeckillNoInstanceReady",
            "SeckillInstanceNotReady") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.servers().kafka().freeze();
            new ShopCounter(URI.create(system.api().url())).crowd(CROWD);
            return Map.of("PART", "kafka");
        }
    },
    REDIS_STANDS_STILL("SeckillRedisAway", "SeckillRequestsFail", "SeckillQueueFull", "SeckillSlow") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.servers().redis().freeze();
            new ShopCounter(URI.create(system.api().url())).crowd(CROWD);
            return Map.of("PART", "redis");
        }
    },
    REDIS_LOST_ITS_DATA("SeckillSaleHalted") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.servers().redis().kill();
            system.servers().redis().wipe();
            system.servers().redis().start();
            return Map.of();
        }
    },
    HOLDS_OF_A_HALTED_SALE("SeckillHoldsOverdue") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            ShopCounter shop = new ShopCounter(URI.create(system.api().url()));
            shop.define("held", "{\"name\":\"Held\",\"item\":\"car\",\"allotment\":3,\"holdFor\":5}");
            shop.buy("held", "ann");
            system.redis("HSET", "{held}:sale", "state", "HALTED");
            return Map.of();
        }
    },
    REDIS_KEEPS_NOTHING("SeckillRedisMayLoseData") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.redis("CONFIG", "SET", "appendonly", "no");
            system.redis("CLIENT", "KILL", "TYPE", "normal");
            return Map.of();
        }
    },
    AN_API_DIES_WITH_ORDERS_IN_THE_OUTBOX("SeckillInstanceDown") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.servers().kafka().freeze();
            ShopCounter shop = new ShopCounter(URI.create(system.api().url()));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(shop.post("/seckill").statusCode())
                            .as("an order in the outbox")
                            .isEqualTo(NOT_LOGGED_YET));
            system.api().kill();
            system.servers().kafka().thaw();
            return Map.of("PART", "seckill-api");
        }

        @Override
        Set<String> afterwards() {
            return Set.of("SeckillRelayRepublishes");
        }
    },
    MYSQL_IS_GONE("SeckillMySqlAway", "SeckillNobodyStores", "SeckillLagOld") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.servers().mysql().kill();
            return Map.of("PART", "mysql");
        }
    },
    A_ROW_IS_REFUSED("SeckillMessagesParked", "SeckillProofsHeldUp") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.mysql("CREATE TRIGGER refuse BEFORE INSERT ON orders FOR EACH ROW"
                    + " IF NEW.buyer = 'refused' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'; END IF");
            ShopCounter shop = new ShopCounter(URI.create(system.api().url()));
            shop.define("refused", "{\"name\":\"Refused\",\"item\":\"car\",\"allotment\":3}");
            shop.buy("refused", "refused");
            shop.buy("refused", "ann"); // whose order waits behind the one that is missing
            return Map.of();
        }

        @Override
        void endCause(ObservedSystem system) {
            system.mysql("DROP TRIGGER refuse");
        }
    },
    A_STRANGER_WRITES_TO_THE_ORDER_LOG("SeckillOrdersClash") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            LogPosition second =
                    new OddOrders(system.servers().kafkaBootstrapServers()).writeClash(new SaleId("strange"));
            return Map.of("PLACE", second.toString());
        }
    },
    THE_SHOP_IS_SHUT("SeckillWebhooksOld", "SeckillWebhooksDead") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.shop().shut();
            return Map.of();
        }

        @Override
        void endCause(ObservedSystem system) {
            system.shop().open();
        }
    },
    A_COSIGNER_IS_AWAY("SeckillCosignerFails") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.cosigner().shut();
            return Map.of();
        }

        @Override
        void endCause(ObservedSystem system) {
            system.cosigner().open();
        }
    },
    A_ROW_IS_CHANGED_BEFORE_IT_IS_SIGNED("SeckillReceiptBroken") {
        @Override
        Map<String, String> make(ObservedSystem system) {
            system.mysql("CREATE TRIGGER swap BEFORE INSERT ON orders FOR EACH ROW"
                    + " IF NEW.sale = 'swapped' THEN SET NEW.buyer = 'nephew'; END IF");
            ShopCounter shop = new ShopCounter(URI.create(system.api().url()));
            shop.define("swapped", "{\"name\":\"Swapped\",\"item\":\"car\",\"allotment\":3}");
            String receipt = "/api/sales/swapped/orders/" + shop.buy("swapped", "ann") + "/receipt";
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(shop.get(receipt).body()).contains("c2sp.org/tlog-proof"));
            return Map.of("SALE", "swapped");
        }

        @Override
        void endCause(ObservedSystem system) {
            system.mysql("DROP TRIGGER swap");
        }
    };

    /** More than the queue has room for, or the outbox. */
    private static final int CROWD = 200;

    private static final int NOT_LOGGED_YET = 202;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> alerts;

    Drill(String... alerts) {
        this.alerts = List.of(alerts);
    }

    /** What must fire. */
    List<String> alerts() {
        return alerts;
    }

    /** What must fire once it is mended, and be over by itself. */
    Set<String> afterwards() {
        return Set.of();
    }

    /** Makes the fault; returns the variables that the runbook's steps take from the alert. */
    abstract Map<String, String> make(ObservedSystem system);

    /** Does what the runbook leaves to those who know the cause; nothing by default. */
    void endCause(ObservedSystem system) {}
}
