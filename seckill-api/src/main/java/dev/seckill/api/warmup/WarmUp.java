package dev.seckill.api.warmup;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.config.TraceSettings;
import dev.seckill.api.instance.ApiInstance;
import dev.seckill.api.orderlog.KafkaOrderLog;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LogIndex;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.Identity;
import dev.seckill.model.tls.IdentityFiles;
import dev.seckill.model.trace.SpanCounts.Outcome;
import dev.seckill.model.trace.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves sales of its own over loopback while the API listens already, so that the first buyers do not meet a cold JVM:
 * the same instance from the HTTP server to the order log, against a Redis and a Kafka in this process. A few of
 * the purchases are accepted, the others find everything sold.
 *
 * <p>Several sales one after the other, each with everything made anew: what happens once to a new instance and never
 * again would otherwise be compiled as what never happens, and the code thrown away by the real one.
 */
public final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final int SALES = 3;
    /** As in a real sale most find everything sold; also where the time ends before all purchases are made. */
    private static final int ACCEPTED_ONE_IN = 4;

    /** Fewer than one in so many answered is worth a warning: then hardly anything was practised. */
    private static final int FEW_ONE_IN = 4;

    /** So many that the code for it is compiled, and that for the others no less; more than a second's are traced. */
    private static final double TRACED = 0.25;

    private static final int TRACED_MAX = 10_000;

    /** What practising takes in all is bounded by so many times the bound of the practice alone, but for the last closing. */
    private static final int IN_ALL = 2;

    /** Enough that the code for it is compiled. */
    private static final int RECEIPTS = 500;

    /** The part of the time, as a divisor, that receipts may take of it. */
    private static final int RECEIPTS_SHARE = 5;

    private static final String NAME = "warm-up";

    private final ApiConfig config;
    private final BooleanSupplier stopAsked;
    private volatile boolean over;

    /** @param stopAsked whether to leave off early */
    public WarmUp(ApiConfig config, BooleanSupplier stopAsked) {
        this.config = config;
        this.stopAsked = stopAsked;
    }

    /** Whether it has ended, for whatever reason. */
    public boolean isOver() {
        return over;
    }

    /** Warms up within the bound; false if that did not work, which is no reason not to serve. */
    public boolean run() {
        int purchases = config.warmUp().purchases();
        long start = System.nanoTime();
        try {
            if (purchases > 0) {
                int answered = serveSales();
                tell(purchases, answered, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            }
            System.gc(); // what the practice left behind is not to be collected under the first buyers
            return true;
        } catch (RuntimeException e) {
            log.warn("warm-up - did not work, serving cold (reason={})", Reason.of(e));
            return false;
        } finally {
            over = true;
        }
    }

    private void tell(int purchases, int answered, long millis) {
        if (answered < purchases / FEW_ONE_IN && !stopAsked.getAsBoolean()) {
            log.warn(
                    "warm-up - ended early, with few purchases answered, so the first buyers meet a cold JVM; a longer"
                            + " --warm-up-wait (WARM_UP_WAIT) helps (purchases={}, answered={}, millis={})",
                    purchases,
                    answered,
                    millis);
        } else {
            log.info(
                    "warm-up - {} (purchases={}, answered={}, millis={})",
                    answered < purchases ? "ended early" : "done",
                    purchases,
                    answered,
                    millis);
        }
    }

    private int serveSales() {
        long begin = System.nanoTime();
        long bound = config.warmUp().bound().toNanos();
        long nanosLeft = bound;
        int answered = 0;
        if (config.receipts() != null) {
            makeReceipts(begin + bound / RECEIPTS_SHARE);
        }
        TraceSettings tracing = tracing();
        Traces traces = Traces.unsent(tracing == null ? null : tracing.export(), NAME);
        try (traces;
                PracticeRedis redis = new PracticeRedis();
                PracticeKafka kafka = new PracticeKafka(NAME)) {
            RedisSettings redisSettings =
                    new RedisSettings(redis.url(), config.redis().timeout());
            KafkaSettings kafkaSettings = config.kafka().at(kafka.bootstrapServers(), NAME);
            log.info(
                    "warm-up - begins; lines that name these servers, or a sale or topic {}, are practice (redis={}, kafka={})",
                    NAME,
                    redis.url(),
                    kafka.bootstrapServers());
            for (int number = 0; number < SALES && !stopAsked.getAsBoolean(); number++) {
                if (number > 0 && System.nanoTime() - begin > IN_ALL * bound) {
                    log.info("warm-up - opening its sales takes too long, so there are only {} of {}", number, SALES);
                    break;
                }
                // A share of the time too, otherwise the first sale, the coldest, takes it all.
                Practised practised = sell(number, redisSettings, kafkaSettings, traces, nanosLeft / (SALES - number));
                answered += practised.answered();
                nanosLeft -= practised.nanos();
            }
        }
        if (traces.isOn()) {
            log.info(
                    "warm-up - traced too, for nobody (spans={})",
                    traces.counts().of(Outcome.EXPORTED));
        }
        return answered;
    }

    /** They are the same whatever the sale. */
    private void makeReceipts(long deadlineNanos) {
        int made = new PracticeReceipts(NAME)
                .make(RECEIPTS, () -> stopAsked.getAsBoolean() || System.nanoTime() - deadlineNanos > 0);
        log.info("warm-up - signed receipts too, for nobody (receipts={})", made);
    }

    /** What came of one sale, and how long buyers took. */
    private record Practised(int answered, long nanos) {}

    /** @param nanosMax how long buyers may take, and before them the opening */
    private Practised sell(int number, RedisSettings redis, KafkaSettings kafka, Traces traces, long nanosMax) {
        int all = config.warmUp().purchases();
        int purchases = all * (number + 1) / SALES - all * number / SALES;
        SaleId sale = new SaleId(NAME + "-" + number);
        ApiConfig practice = practice(sale, purchases / ACCEPTED_ONE_IN, redis, kafka);
        AtomicReference<Practised> practised = new AtomicReference<>(new Practised(0, 0));
        try (KafkaOrderLog orderLog = new KafkaOrderLog(kafka);
                LogIndex index = new LogIndex(kafka)) {
            new ApiInstance(practice, sale.value(), orderLog, index, traces).serve(() -> true, ports -> {
                PracticeBuyers watcher =
                        new PracticeBuyers(ports.admin(), null, System.nanoTime() + nanosMax, stopAsked);
                watcher.awaitPage("/health/ready");
                long begin = System.nanoTime();
                int answered = new PracticeBuyers(ports.shop(), tls(), begin + nanosMax, stopAsked).buy(purchases);
                practised.set(new Practised(answered, System.nanoTime() - begin));
                watcher.look("/metrics");
            });
        }
        return practised.get();
    }

    /** Buyers of the practice trust the very certificate that the shop shows. */
    private SSLSocketFactory tls() {
        if (config.http().tls() == null) {
            return null;
        }
        Identity shown = new IdentityFiles(config.http().tls(), Clock.systemUTC()).current();
        return new ClientTls(shown.chain(), null).context().getSocketFactory();
    }

    private ApiConfig practice(SaleId sale, long stock, RedisSettings redis, KafkaSettings kafka) {
        return new ApiConfig(
                new ApiConfig.Http(
                        "127.0.0.1",
                        0,
                        config.http().threads(),
                        config.http().bodyMax(),
                        config.http().answerWait(),
                        config.http().retryAfter(),
                        config.http().stopWait(),
                        config.http().gate(),
                        config.http().tls()),
                new ApiConfig.Admin("127.0.0.1", 0, config.admin().metricsSales()),
                sale,
                redis,
                new RedisStockCounter.Settings(
                        stock,
                        config.counter().outboxMax(),
                        config.counter().readBackWait(),
                        config.counter().keyLifetime(),
                        Duration.ZERO,
                        config.counter().lookAhead(),
                        config.counter().holds()),
                config.decisions(),
                kafka,
                config.delivery(),
                config.relay(),
                config.warmUp(),
                AdmissionSettings.OPEN,
                StaffTokens.NONE,
                null,
                new PageSettings(false, List.of()),
                config.live(),
                tracing(),
                null,
                Duration.ZERO);
    }

    /** Null if the instance traces nothing either. */
    private TraceSettings tracing() {
        return config.traces() == null
                ? null
                : new TraceSettings(config.traces().export(), TRACED, TRACED_MAX);
    }
}
