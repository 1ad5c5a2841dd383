package dev.seckill.loadtest.browser;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.app.ProofSettings;
import dev.seckill.loadtest.Programs;
import dev.seckill.model.SaleId;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Both programs on real servers, with the pages on; each test makes a sale of its own in it. */
final class Shop implements AutoCloseable {

    /** What operators sign in with. */
    static final String ADMIN = "opened-by-sesame-1";

    /** What the shop's own systems send. */
    static final String TILL = "the-shop-pays-for-it";

    private static final String READER = "the-book-is-open-1";

    private final ServerStack servers;
    private final AppProcess consumer;
    private final AppProcess api;
    private final OtherSite partner;

    private Shop(ServerStack servers, AppProcess consumer, AppProcess api, OtherSite partner) {
        this.servers = servers;
        this.partner = partner;
        this.consumer = consumer;
        this.api = api;
    }

    static Shop start(ServerStack servers, Path logs) {
        String name = "browser-" + UUID.randomUUID();
        Programs programs = new Programs(servers, new SaleId(name), logs);
        String[] proofs = ProofSettings.in(logs.resolve(name + "-keys"));
        AppProcess consumer = new AppProcess(programs.consumer("consumer", 0)
                .withArguments("--topic=" + name, "--group=" + name, "--certify-every=100ms")
                .withArguments("--proofs=" + logs.resolve(name + "-proofs"))
                .withArguments(proofs)
                .withEnvironment(Map.of("READ_TOKENS", "api:" + READER)));
        OtherSite partner = OtherSite.start();
        AppProcess api = new AppProcess(programs.api("api", 0)
                .withArguments(
                        "--topic=" + name,
                        "--warm-up=0",
                        "--publish-wait=1m", // a frozen Kafka holds replies back for as long as a test needs
                        "--answer-wait=2m",
                        "--order-book=" + consumer.url(),
                        "--embed-origins=" + partner.origin())
                .withArguments(proofs)
                .withEnvironment(Map.of(
                        "ADMIN_TOKENS", "ann:" + ADMIN, "SHOP_TOKENS", "pay:" + TILL, "ORDER_BOOK_TOKEN", READER)));
        Shop shop = new Shop(servers, consumer, api, partner);
        try {
            api.start(); // makes the topic
            consumer.start();
            return shop;
        } catch (RuntimeException failed) {
            shop.close();
            throw failed;
        }
    }

    String url() {
        return api.url();
    }

    ServerStack servers() {
        return servers;
    }

    AppProcess api() {
        return api;
    }

    AppProcess consumer() {
        return consumer;
    }

    /** A site that may show the shop's button. */
    OtherSite partner() {
        return partner;
    }

    /** Lays down a sale that nobody else uses. */
    TestSale sale(String definition) {
        return TestSale.define(url(), "sale-" + UUID.randomUUID(), definition);
    }

    @Override
    public void close() {
        partner.close();
        api.kill();
        consumer.kill();
    }
}
