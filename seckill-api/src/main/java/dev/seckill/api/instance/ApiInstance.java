package dev.seckill.api.instance;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.CounterStore;
import dev.seckill.api.decide.DecisionEvents;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.decide.HaltReason;
import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.decide.SaleDecisions;
import dev.seckill.api.decide.SaleView;
import dev.seckill.api.decide.StopFailedException;
import dev.seckill.api.http.Deciding;
import dev.seckill.api.http.DocsRoutes;
import dev.seckill.api.http.Drain;
import dev.seckill.api.http.HealthRoutes;
import dev.seckill.api.http.HttpServer;
import dev.seckill.api.http.ListenFailure;
import dev.seckill.api.http.ListenSocket;
import dev.seckill.api.http.MetricsRoute;
import dev.seckill.api.http.PageRoutes;
import dev.seckill.api.http.PurchaseRoutes;
import dev.seckill.api.http.ReceiptRoutes;
import dev.seckill.api.http.SalesApi;
import dev.seckill.api.http.TracePick;
import dev.seckill.api.http.TracedDecisions;
import dev.seckill.api.http.jetty.GateFigures;
import dev.seckill.api.live.InstanceFigures;
import dev.seckill.api.live.LiveFigures;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.metrics.InstanceMetrics;
import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.receipt.ReceiptDesk;
import dev.seckill.api.receipt.RecentOrders;
import dev.seckill.api.redis.RedisCounters;
import dev.seckill.api.redis.RedisFigures;
import dev.seckill.api.redis.RedisNodes;
import dev.seckill.api.redis.RedisOutbox;
import dev.seckill.api.redis.RedisStandings;
import dev.seckill.api.redis.SaleRegistry;
import dev.seckill.api.redis.StoreRisks;
import dev.seckill.api.sale.Look;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One instance: buyers → HTTP → decision queue → Redis → delivery → order log. Its ports are taken first; then
 * everything is built in the order in which it depends on each other, and closed in the reverse one: HTTP first, so that
 * nothing new comes in.
 */
public final class ApiInstance {

    private final ApiConfig config;
    private final String name;
    private final OrderLog orderLog;

    /** For receipts; null if there are no keys for them. */
    private final RecentOrders recent;

    private final LoggedMarks marks;
    private final Traces traces;
    private final TracePick pick;
    private final Drain drain = new Drain();
    private final Clock clock = Clock.systemUTC();

    /** Where it listens: for buyers, and for operators. */
    public record Ports(int shop, int admin) {}

    /** Makes what decides. */
    @FunctionalInterface
    public interface Deciders {

        /** @param stores makes a connection for what decides, which closes it */
        Decisions with(Supplier<CounterStore> stores, OrderDelivery delivery, DecisionEvents events);
    }

    /**
     * An instance that does nothing yet.
     *
     * @param name a name that no other instance has
     * @param orderLog where decided orders go; stays open
     * @param marks what that log knows of each sale; stays open
     * @param traces stay open
     */
    public ApiInstance(ApiConfig config, String name, OrderLog orderLog, LoggedMarks marks, Traces traces) {
        this.config = config;
        this.name = name;
        this.recent = config.receipts() == null ? null : new RecentOrders(orderLog);
        this.orderLog = recent == null ? orderLog : recent.log();
        this.marks = marks;
        this.traces = traces;
        this.pick = traces.isOn() ? new TracePick(config.traces()) : null;
    }

    /** What to begin some time before serving ends, so that buyers go elsewhere meanwhile. */
    public Drain drain() {
        return drain;
    }

    /**
     * Serves the sale while something else goes on; then everything queued is answered and everything decided is sent.
     *
     * @param warm whether it may call itself ready
     * @param meanwhile gets the ports; serving ends when it returns
     * @return knows what the log has acknowledged, also after this
     * @throws StopFailedException if buyers were cut off
     */
    public OutboxDelivery serve(BooleanSupplier warm, Consumer<Ports> meanwhile) {
        return serve(
                (stores, delivery, events) ->
                        new SaleDecisions(config.sale(), stores, delivery, config.decisions(), events),
                warm,
                meanwhile);
    }

    /** The same with something else that decides. */
    public OutboxDelivery serve(Deciders deciders, BooleanSupplier warm, Consumer<Ports> meanwhile) {
        StoreRisks risks = new StoreRisks();
        AtomicReference<Decisions> deciding = new AtomicReference<>();
        Instant startedAt = clock.instant();
        ApiConfig.Http adminHttp = config.admin().http(config.http());
        try (RedisNodes redis = new RedisNodes(config.redis());
                ListenSocket adminSocket = new ListenSocket(ListenFailure.Server.ADMIN, adminHttp);
                ListenSocket shopSocket = new ListenSocket(ListenFailure.Server.SHOP, config.http());
                ApiMetrics metrics = new ApiMetrics();
                Admission admission = new Admission(config.admission(), metrics);
                OutboxDelivery delivery = new OutboxDelivery(orderLog, config.delivery(), metrics.deliveries());
                Relay relay = new Relay(
                        new RedisOutbox(
                                config.sale(), redis, name, config.counter().failoverWait()),
                        delivery,
                        config.relay(),
                        sale -> lookAt(sale, deciding.get()),
                        sale -> takeIntoUse(sale, deciding.get()),
                        clock);
                SaleRegistry registry = new SaleRegistry(redis);
                Decisions decisions = deciders.with(() -> store(redis, risks), delivery, metrics.stages());
                LiveFigures figures = new LiveFigures(
                        config.live(),
                        name,
                        new RedisFigures(redis),
                        metrics,
                        sale -> decisions.view(sale).left() != null,
                        () -> here(
                                startedAt, health(decisions, delivery, admission, risks, warm), decisions, delivery));
                ReceiptDesk receipts = receipts(redis, decisions);
                HttpServer admin = new HttpServer(
                        adminSocket,
                        adminHttp,
                        new Drain(), // operators look until the end
                        health(decisions, delivery, admission, risks, warm),
                        new MetricsRoute(metrics));
                HttpServer shop = new HttpServer(
                        shopSocket,
                        config.http(),
                        drain,
                        new PurchaseRoutes(
                                config.sale(),
                                deciding(decisions),
                                config.http(),
                                metrics,
                                admission,
                                figures.counted()),
                        new SalesApi(
                                deciding(decisions),
                                decisions,
                                config.sale(),
                                registry::sales,
                                config.http(),
                                config.orderBook(),
                                config.staff(),
                                admission,
                                metrics,
                                config.live(),
                                figures),
                        new ReceiptRoutes(
                                receipts, metrics.receipts(), config.http(), config.receipts(), config.orderBook()),
                        new DocsRoutes(),
                        pages(decisions, registry, admission, metrics, figures),
                        health(decisions, delivery, admission, risks, warm))) {
            deciding.set(decisions);
            metrics.watch(decisions, delivery, risks);
            metrics.watchSales(config.admin().metricsSales(), decisions, figures.counted(), relay::seen);
            HealthRoutes health = health(decisions, delivery, admission, risks, warm);
            watch(metrics.instance(), decisions, delivery, health);
            metrics.receipts().watch(() -> receipts == null ? 0 : receipts.waiting());
            watch(metrics.instance(), "shop", shop.gate());
            watch(metrics.instance(), "admin", admin.gate());
            metrics.instance().connection("redis", config.redis().tls());
            metrics.instance()
                    .connection(
                            "order_book",
                            config.orderBook() == null
                                    ? null
                                    : config.orderBook().tls());
            metrics.instance()
                    .connection(
                            "collector",
                            config.traces() == null
                                    ? null
                                    : config.traces().export().tls());
            meanwhile.accept(new Ports(shop.port(), admin.port()));
            return delivery;
        }
    }

    private Deciding deciding(Decisions decisions) {
        return traces.isOn() ? new TracedDecisions(decisions, traces, pick) : Deciding.by(decisions);
    }

    /** Null if there are no keys for them. */
    private ReceiptDesk receipts(RedisNodes redis, Decisions decisions) {
        return recent == null
                ? null
                : ReceiptDesk.of(
                        config.receipts(),
                        config.kafka(),
                        new RedisStandings(redis, config.counter().failoverWait()),
                        marks,
                        recent,
                        sale -> lookAt(sale, decisions));
    }

    private PageRoutes pages(
            Decisions decisions, SaleRegistry registry, Admission admission, ApiMetrics metrics, LiveFigures figures) {
        return new PageRoutes(
                deciding(decisions),
                decisions,
                registry::sales,
                config.http(),
                config.orderBook(),
                config.receipts() != null,
                config.staff(),
                config.pages(),
                config.live().every(),
                admission,
                metrics,
                figures.counted());
    }

    private HealthRoutes health(
            Decisions decisions, OutboxDelivery delivery, Admission admission, StoreRisks risks, BooleanSupplier warm) {
        return new HealthRoutes(
                () -> decisions.view(config.sale()),
                delivery,
                admission::trouble,
                risks,
                () -> warm.getAsBoolean() ? drain.trouble() : "The instance is warming up.");
    }

    private InstanceFigures here(Instant startedAt, HealthRoutes health, Decisions decisions, OutboxDelivery delivery) {
        return new InstanceFigures(
                startedAt,
                clock.instant(),
                health.troubles(),
                decisions.waiting(),
                delivery.unlogged(),
                decisions.sales());
    }

    private void watch(InstanceMetrics metrics, Decisions decisions, OutboxDelivery delivery, HealthRoutes health) {
        String version = ApiInstance.class.getPackage().getImplementationVersion();
        metrics.version(version == null ? "unknown" : version);
        metrics.ready(() -> health.troubles().isEmpty());
        metrics.backends(() -> isRedisThere(decisions.view(config.sale())), delivery::isLogThere);
        metrics.reader(marks::lagRecords);
        metrics.traces(traces.counts());
        metrics.bounds(Map.of(
                "queue_max", config.decisions().queueMax(),
                "sales_max", config.decisions().salesMax(),
                "unlogged_max", config.delivery().unloggedMax(),
                "outbox_max", config.counter().outboxMax(),
                "held_max", config.counter().holds().heldMax(),
                "orders_max", config.counter().holds().ordersMax(),
                "connections_max", config.http().gate().connectionsMax(),
                "unfinished_heads_max", config.http().gate().unfinishedHeadsMax(),
                "live_viewers_max", config.live().viewersMax(),
                "receipts_max",
                        config.receipts() == null ? 0 : config.receipts().max()));
    }

    private static boolean isRedisThere(SaleView lastLook) {
        return lastLook.isLookedAt() && HaltReason.of(lastLook) != HaltReason.REDIS;
    }

    private static void watch(InstanceMetrics metrics, String server, GateFigures gate) {
        Map<String, Supplier<Number>> refused = new HashMap<>();
        for (GateFigures.Bound bound : GateFigures.Bound.values()) {
            refused.put(bound.label(), () -> gate.refused(bound));
        }
        metrics.server(server, gate::open, gate::unfinished, refused);
        metrics.certificate(server, gate::certificateExpires);
    }

    /** The relay starts before what decides, and asks again. */
    private static void lookAt(SaleId sale, Decisions decisions) {
        if (decisions != null) {
            decisions.submit(sale, new Look());
        }
    }

    /** Returns false if it was in use, or cannot be yet. */
    private static boolean takeIntoUse(SaleId sale, Decisions decisions) {
        if (decisions == null || decisions.view(sale).isLookedAt()) {
            return false;
        }
        decisions.submit(sale, new Look());
        return true;
    }

    private CounterStore store(RedisNodes redis, StoreRisks risks) {
        return new RedisCounters(config.sale(), redis, config.counter(), marks, clock, risks);
    }
}
