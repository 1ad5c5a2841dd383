package dev.seckill.consumer.certify;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.status.CosignerMetrics;
import dev.seckill.consumer.status.ProofMetrics;
import dev.seckill.consumer.status.ProofMetrics.State;
import dev.seckill.consumer.store.MySqlPool;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certifies the sales on a thread and connections of its own, so that nothing of it can hold up the order book: whatever goes
 * wrong here is told, and tried again. Any thread may close it.
 */
public final class Certification implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Certification.class);

    /** Between two attempts after something went wrong for all sales. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A turn of a large sale takes longer; it may be cut off at any place. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final CertifySettings settings;
    private final MySqlSettings mysql;
    private final ProofMetrics metrics;
    private final LongSupplier lagRecords;
    private final CosignerMetrics cosignerMetrics;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "certifier");
    private String told;

    private Certification(
            CertifySettings settings,
            MySqlSettings mysql,
            ProofMetrics metrics,
            CosignerMetrics cosignerMetrics,
            LongSupplier lagRecords) {
        this.settings = settings;
        this.mysql = Objects.requireNonNull(mysql, "mysql");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.lagRecords = Objects.requireNonNull(lagRecords, "lagRecords");
        this.cosignerMetrics = Objects.requireNonNull(cosignerMetrics, "cosignerMetrics");
    }

    /**
     * Starts to certify; waits for nothing.
     *
     * @param lagRecords messages of the order log that are not stored yet
     * @return null without settings, when nothing is to be certified
     */
    public static Certification start(
            CertifySettings settings,
            MySqlSettings mysql,
            ProofMetrics metrics,
            CosignerMetrics cosignerMetrics,
            LongSupplier lagRecords) {
        if (settings == null) {
            return null;
        }
        Certification certification = new Certification(settings, mysql, metrics, cosignerMetrics, lagRecords);
        certification.thread.setDaemon(true);
        certification.thread.start();
        return certification;
    }

    /** Stops between two turns, or after a while within one: the next process goes on from what is there. */
    @Override
    public void close() {
        stopAsked.countDown();
        try {
            thread.join(STOP_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Clock clock = Clock.systemUTC();
        ProofKeys keys = good("the keys are", () -> settings.keys().keys(Role.LOG, clock.instant()));
        if (keys == null) {
            return;
        }
        metrics.within(keys.listed().certifiedWithin());
        List<CosignerAddress> addresses = good(
                "the file of cosigners is",
                () -> CosignersFile.read(settings.cosigners().file()));
        if (addresses == null) {
            return;
        }
        try (HikariDataSource pool = MySqlPool.openForCertifier(mysql);
                Cosigners cosigners = Cosigners.start(addresses, settings, keys, cosignerMetrics, clock)) {
            Certifier certifier = Certifier.of(pool, keys, settings, clock, cosigners);
            LOG.info("certify - ready (settings={}, key={})", settings, keys);
            Pace pace = new Pace(keys.listed().certifiedWithin(), lagRecords, System::nanoTime);
            Duration wait = Duration.ZERO;
            while (!isStopping(wait)) {
                wait = pace.isRested() ? pace.work(() -> turn(certifier)) : settings.every();
            }
        }
    }

    /** Read anew until it is good; null if a stop was asked for before. */
    private <T> T good(String whatIs, Supplier<T> reader) {
        Duration wait = Duration.ZERO;
        while (!isStopping(wait)) {
            try {
                return reader.get();
            } catch (IllegalArgumentException e) {
                tell("certify - nothing is certified before " + whatIs + " mended", e);
            }
            wait = PAUSE;
        }
        return null;
    }

    /** How long to wait for the next one. */
    private Duration turn(Certifier certifier) {
        try {
            count(provable(certifier.turn()));
            told = null;
            return certifier.isMoving() ? Duration.ZERO : settings.every();
        } catch (StoreUnavailableException e) {
            tell("certify - the order book can't be read, trying on", e);
        } catch (RuntimeException e) {
            LOG.error("certify - failed, trying on", ShownFailure.of(e));
        }
        return PAUSE;
    }

    /** Without the sale whose name has another meaning: nobody can mend that, and it would hide what can be mended. */
    static Collection<Standing> provable(Map<SaleId, Standing> standings) {
        return standings.entrySet().stream()
                .filter(each -> Origin.isFree(each.getKey().value()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void tell(String what, RuntimeException why) {
        String reason = Reason.of(why);
        if (!reason.equals(told)) {
            LOG.error("{} (reason={})", what, reason);
            told = reason;
        }
    }

    private void count(Collection<Standing> standings) {
        Map<State, Long> states = standings.stream()
                .collect(Collectors.groupingBy(
                        standing -> State.valueOf(standing.kind().name()), Collectors.counting()));
        long unsigned = standings.stream()
                .mapToLong(standing -> Math.max(0, standing.end() - standing.size()))
                .sum();
        Instant oldest = standings.stream()
                .map(Standing::since)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        metrics.now(states, unsigned, oldest);
    }

    private boolean isStopping(Duration wait) {
        try {
            return stopAsked.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
