package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.orderlog.LoggedSales;
import dev.seckill.api.orderlog.OrderLogUnavailableException;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.recover.RecoveryReport.Found;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Rebuilds sales from the order log after Redis lost them or came back older. The order of the steps is what makes it
 * safe: first nobody may decide, then everybody must have delivered, then the log is read, then the sale opens. Several
 * sales take each step together, so that the log is read as often as for one.
 */
public final class Recovery {

    private final LoggedSales log;
    private final Supplier<List<SaleRecovery>> sales;
    private final Settings settings;

    /**
     * @param allotment units offered, if the operator knows better than the log, or null
     * @param rebuiltAt when the sale was last rebuilt, if the operator confirms what the log says of it, or null
     * @param settleWait how long instances may take to deliver what they have decided
     * @param keyLifetime how long keys are remembered from now on
     * @param quiet how long an instance may be silent between two signs of life; past it, it counts as dead
     */
    public record Settings(
            Long allotment, Instant rebuiltAt, Duration settleWait, Duration keyLifetime, Duration quiet) {

        /**
         * How long a living instance can be silent: it rests, delivers twice within one turn, and may lose Redis meanwhile.
         *
         * @param sendWait how long one of its sends may block
         * @param redisTimeout how long it may wait for a reply, and for the connection after that
         */
        public static Duration quietWith(Duration sendWait, Duration redisTimeout) {
            return Relay.BEAT.multipliedBy(3).plus(sendWait.multipliedBy(2)).plus(redisTimeout.multipliedBy(2));
        }
    }

    /** Who wants to know how it goes. */
    public interface Progress {

        /** The sale is halted, before the wait for the instances. */
        void halted(SaleId sale, Found found);

        /** It is over for the sale. */
        void ended(SaleId sale, RecoveryReport report);

        /** What Redis holds of the sale could not be read or written; it was not opened. */
        void failed(SaleId sale, RuntimeException reason);
    }

    /**
     * Rebuilds one sale.
     *
     * @param journal writes events to the order log, and returns once that has them
     */
    public Recovery(
            RedisSale redis, LoggedSale log, Consumer<List<OutboxEntry>> journal, Settings settings, Clock clock) {
        this.log = log.sales();
        List<SaleRecovery> one = List.of(new SaleRecovery(redis, log, journal, settings, clock));
        this.sales = () -> one;
        this.settings = settings;
    }

    /**
     * Rebuilds every sale that the log tells of.
     *
     * @param redis a sale as Redis holds it
     * @param log all that the log tells of
     */
    public Recovery(
            Function<SaleId, RedisSale> redis,
            LoggedSales log,
            Consumer<List<OutboxEntry>> journal,
            Settings settings,
            Clock clock) {
        this.log = log;
        this.sales = () -> log.ids().stream()
                .map(id -> new SaleRecovery(redis.apply(id), log.sale(id), journal, settings, clock))
                .toList();
        this.settings = settings;
    }

    /**
     * Rebuilds the one sale if it needs it.
     *
     * @param halted gets what was found, when the sale is halted and before the wait for the instances
     */
    public RecoveryReport run(Consumer<Found> halted) {
        AtomicReference<RecoveryReport> ended = new AtomicReference<>();
        run(new Progress() {
            @Override
            public void halted(SaleId sale, Found found) {
                halted.accept(found);
            }

            @Override
            public void ended(SaleId sale, RecoveryReport report) {
                ended.set(report);
            }

            @Override
            public void failed(SaleId sale, RuntimeException reason) {
                throw reason;
            }
        });
        return ended.get();
    }

    /**
     * Rebuilds those of the sales that need it. What fails for one sale leaves the others alone; whatever keeps all of them
     * from going on is thrown.
     */
    public void run(Progress progress) {
        // The log first: a sound Redis knows all that the log has by then, also while a sale goes on.
        log.readOn();
        List<SaleRecovery> going = eachOf(sales.get(), progress, SaleRecovery::look);
        going = eachOf(going, progress, sale -> {
            sale.halt();
            progress.halted(sale.id(), sale.found());
            return null;
        });
        if (going.isEmpty()) {
            return;
        }
        Map<SaleId, Map<String, String>> publishing =
                new QuietWait(going.stream().map(SaleRecovery::redis).toList(), settings).await();
        going = eachOf(going, progress, sale -> sale.refusal(publishing.getOrDefault(sale.id(), Map.of())));
        if (going.isEmpty()) {
            return;
        }
        log.readOn(); // what instances delivered while they were waited for
        going = eachOf(going, progress, SaleRecovery::readOutbox);
        log.readOn();
        going = eachOf(going, progress, SaleRecovery::plan);
        if (going.isEmpty()) {
            return;
        }
        try {
            new GatheredOrders(log).gather(going);
            log.readOn(); // what is given up must not have come meanwhile
            going = eachOf(going, progress, SaleRecovery::write);
        } catch (JedisDataException | OrderLogUnavailableException e) {
            // Redis answers, so what was gathered need not fill it any longer.
            going.forEach(SaleRecovery::discard);
            throw e;
        }
    }

    /** One step for one sale; returns how it ended for the sale, or null: it goes on. */
    private interface Step extends Function<SaleRecovery, RecoveryReport> {}

    /** Takes a step with each sale; returns those that go on. */
    private static List<SaleRecovery> eachOf(List<SaleRecovery> sales, Progress progress, Step step) {
        List<SaleRecovery> going = new ArrayList<>();
        for (SaleRecovery sale : sales) {
            RecoveryReport report;
            try {
                report = step.apply(sale);
            } catch (JedisDataException | IllegalArgumentException e) {
                sale.discard();
                progress.failed(sale.id(), e);
                continue;
            }
            if (report == null) {
                going.add(sale);
            } else {
                progress.ended(sale.id(), report);
            }
        }
        return going;
    }
}
