package dev.seckill.loadtest.bench;

import static io.hyperfoil.http.steps.HttpStepCatalog.SC;

import dev.seckill.model.SaleId;
import io.hyperfoil.api.config.BaseSequenceBuilder;
import io.hyperfoil.api.config.Benchmark;
import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.Phase;
import io.hyperfoil.api.config.PhaseBuilder;
import io.hyperfoil.api.config.SessionLimitPolicy;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.statistics.HttpStats;
import io.hyperfoil.http.steps.HttpRequestStepBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Buyers by Hyperfoil: closed (each buys again once it is answered) or open (they come at a rate, whatever the replies
 * do, so that a slow server cannot slow the load down and hide its own delay). They POST over kept connections, in the model
 * case or, one sale after the other, orders of sales. Or it is the shop that confirms orders.
 */
final class LoadGenerator {

    private static final String PATH = "/seckill";
    private static final String HAMMER = "hammer-";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String SMALL_BODY = "{}";
    private static final AtomicLong KEYS = new AtomicLong();

    /** So many different buyers order from sales, which remember each of them. */
    private static final int BUYERS_OF_SALES = 10_000;

    private static final AtomicLong ORDERS = new AtomicLong();

    private final Duration rampUp;
    private final int threads;
    private final boolean withKeys;
    private final List<SaleId> sales;
    /** Requests each second of one further buyer of the sales, who is not measured. */
    private final double hammerPerSecond;
    /** What the shop is to confirm instead of anything that buyers do; otherwise null. */
    private final Confirmations confirmations;

    private final boolean isSecured;

    /**
     * @param rampUp load before the measured span, not counted
     * @param threads threads of the generator
     */
    LoadGenerator(Duration rampUp, int threads) {
        this(rampUp, threads, false, List.of(), 0, null, false);
    }

    private LoadGenerator(
            Duration rampUp,
            int threads,
            boolean withKeys,
            List<SaleId> sales,
            double hammerPerSecond,
            Confirmations confirmations,
            boolean isSecured) {
        this.rampUp = rampUp;
        this.threads = threads;
        this.withKeys = withKeys;
        this.sales = sales;
        this.hammerPerSecond = hammerPerSecond;
        this.confirmations = confirmations;
        this.isSecured = isSecured;
    }

    /** The same without load before the measured span. */
    LoadGenerator withoutRampUp() {
        return new LoadGenerator(Duration.ZERO, threads, withKeys, sales, hammerPerSecond, confirmations, isSecured);
    }

    /** The same with buyers who send a small body, and an Idempotency-Key that nobody has sent before. */
    LoadGenerator withKeys() {
        return new LoadGenerator(rampUp, threads, true, sales, hammerPerSecond, confirmations, isSecured);
    }

    /** The same with buyers who order one unit from these sales in turn, without a key. */
    LoadGenerator of(List<SaleId> from) {
        return new LoadGenerator(rampUp, threads, false, List.copyOf(from), hammerPerSecond, confirmations, isSecured);
    }

    /** The same, of sales, beside one further buyer who asks so often, and whose requests are not counted. */
    LoadGenerator besideHammerer(double perSecond) {
        return new LoadGenerator(rampUp, threads, withKeys, sales, perSecond, confirmations, isSecured);
    }

    /** The same with a shop that confirms orders in the place of buyers. */
    LoadGenerator confirming(Confirmations held) {
        return new LoadGenerator(rampUp, threads, false, List.of(), 0, held, isSecured);
    }

    /** The same over TLS. Who the server is, they do not ask: that would be paid by them alone. */
    LoadGenerator secured() {
        return new LoadGenerator(rampUp, threads, withKeys, sales, hammerPerSecond, confirmations, true);
    }

    /** So many buyers at a time, shared among the servers. */
    Sample closed(int buyers, Duration span, Integer... ports) {
        return run(List.of(ports), buyers, span, phase -> phase.always(Math.max(1, buyers / ports.length)))
                .withLastRepliesTimed();
    }

    /**
     * So many buyers each second. Buyers past the number of connections wait for one, and that wait is not in the
     * response times: take more connections than come during the longest stall.
     */
    Sample open(double perSecond, int connections, Duration span, int port) {
        return run(
                List.of(port),
                connections,
                span,
                phase -> phase.constantRate(0)
                        .usersPerSec(perSecond)
                        .variance(false)
                        .maxSessions(connections)
                        .sessionLimitPolicy(SessionLimitPolicy.CONTINUE));
    }

    private Sample run(
            List<Integer> ports, int connections, Duration span, Function<PhaseBuilder.Catalog, PhaseBuilder<?>> kind) {
        BenchmarkBuilder builder =
                BenchmarkBuilder.builder().threads(threads).failurePolicy(Benchmark.FailurePolicy.CONTINUE);
        HttpPluginBuilder http = builder.addPlugin(HttpPluginBuilder::new);
        http.ergonomics()
                .repeatCookies(false)
                .userAgentFromSession(false)
                // A refusal is a reply like any other; else it would end the buyer and the connection.
                .autoRangeCheck(false)
                .stopOnInvalid(false);
        for (int port : ports) {
            http.http((isSecured ? "https://" : "http://") + authority(port))
                    .allowHttp2(false)
                    .sharedConnections(Math.max(threads, connections / ports.size()));
            if (!rampUp.isZero()) {
                addPhase(builder, kind, "ramp-up-" + port, port, rampUp).isWarmup(true);
            }
            PhaseBuilder<?> measured = addPhase(builder, kind, "measured-" + port, port, span);
            if (!rampUp.isZero()) {
                measured.startAfterStrict("ramp-up-" + port);
            }
            if (hammerPerSecond > 0) {
                addPhase(builder, this::hammering, HAMMER + port, port, rampUp.plus(span))
                        .isWarmup(true);
            }
        }
        Tally tally = new Tally();
        new LocalSimulationRunner(
                        builder.build(),
                        (phase, step, metric, snapshot, done) -> tally.add(phase, snapshot),
                        null,
                        null)
                .run();
        return tally.sample(span);
    }

    /** Requests that find no connection wait for one, as many as come within a second. */
    private PhaseBuilder<?> hammering(PhaseBuilder.Catalog phase) {
        return phase.constantRate(0)
                .usersPerSec(hammerPerSecond)
                .variance(false)
                .maxSessions((int) Math.max(1, hammerPerSecond))
                .sessionLimitPolicy(SessionLimitPolicy.CONTINUE);
    }

    private PhaseBuilder<?> addPhase(
            BenchmarkBuilder builder,
            Function<PhaseBuilder.Catalog, PhaseBuilder<?>> kind,
            String name,
            int port,
            Duration span) {
        PhaseBuilder<?> phase = kind.apply(builder.addPhase(name))
                .duration(span.toMillis())
                .maxDuration(span.plus(TIMEOUT).toMillis());
        BaseSequenceBuilder<?> sequence = phase.scenario().initialSequence("buy");
        if (!sales.isEmpty()) {
            sequence.step(SC).randomInt("buyer <- 1 .. " + BUYERS_OF_SALES);
        }
        HttpRequestStepBuilder purchase = sequence.step(SC)
                .httpRequest(HttpMethod.POST)
                .authority(authority(port))
                .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (confirmations != null) {
            confirmations.ask(purchase);
        } else if (sales.isEmpty()) {
            purchase.path(PATH);
        } else {
            ofSales(purchase, name.startsWith(HAMMER) ? "hammerer" : "${buyer}");
        }
        if (withKeys) {
            purchase.body(SMALL_BODY)
                    .headerAppender((buyer, request) ->
                            request.putHeader("Idempotency-Key", Long.toString(KEYS.incrementAndGet())));
        }
        purchase.endStep().endSequence();
        return phase;
    }

    private void ofSales(HttpRequestStepBuilder purchase, String buyer) {
        String[] paths =
                sales.stream().map(sale -> "/api/sales/" + sale + "/orders").toArray(String[]::new);
        purchase.path(session -> paths[(int) (ORDERS.getAndIncrement() % paths.length)])
                .headerAppender((session, request) -> request.putHeader("Content-Type", "application/json"))
                .body()
                .pattern("{\"buyer\":\"" + buyer + "\",\"quantity\":1}")
                .endBody();
    }

    private static String authority(int port) {
        return "127.0.0.1:" + port;
    }

    /** Adds up the measured phases; called by the generator's own thread. */
    private static final class Tally {

        private final StatisticsSnapshot total = new StatisticsSnapshot();
        private long allRequests;

        synchronized void add(Phase phase, StatisticsSnapshot snapshot) {
            allRequests += snapshot.requestCount;
            if (!phase.isWarmup) {
                total.add(snapshot);
            }
        }

        synchronized Sample sample(Duration span) {
            HttpStats replies = HttpStats.get(total);
            long ok = replies.status_2xx;
            long refused = replies.status_5xx;
            return new Sample(
                    span.toMillis() / 1000.0,
                    total.requestCount,
                    allRequests,
                    ok,
                    refused,
                    total.requestCount - ok - refused,
                    total.histogram);
        }
    }
}
