package dev.seckill.loadtest.bench;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.loadtest.shop.Operator;
import dev.seckill.loadtest.shop.SalePlan;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/** An API that may hold as many orders as a bench makes, and its operator, who lays down one sale after the other. */
final class HoldingApi {

    /** Nothing runs out while it is measured. */
    static final Duration LONG = Duration.ofHours(1);

    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);
    private static final String ORDERS = "10000000";

    final AppProcess process;
    private final AdminToken admin;
    private final HttpClient http = HttpClient.newHttpClient();
    private int made;

    private HoldingApi(AppProcess process, AdminToken admin) {
        this.process = process;
        this.admin = admin;
    }

    static HoldingApi start(BenchSystem system) {
        AdminToken admin = AdminToken.random("bench");
        return new HoldingApi(system.api("holding", admin, "--held-max", ORDERS, "--orders-max", ORDERS), admin);
    }

    /** The operator's token, which may also confirm. */
    String token() {
        return admin.secret();
    }

    /**
     * Puts plenty on sale under a new name.
     *
     * @param holdFor zero: what is bought is sold at once
     */
    SaleId put(Duration holdFor) throws InterruptedException {
        SaleId sale = new SaleId("held-" + ++made);
        new Operator(http, List.of(URI.create(process.url())), admin, sale, REPLY_WAIT, REPLY_WAIT)
                .define(new SalePlan("Plenty", BenchSystem.PLENTY, null, null, 0, holdFor, holdFor, false));
        return sale;
    }
}
