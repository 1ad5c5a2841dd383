package dev.seckill.api.redis;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.OutcomeUnknownException;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/** What an instance decides with, and an order log that it shares with others. Used by one thread. */
final class SellingInstance implements AutoCloseable {

    private final Log log;
    private final RedisCounters store;
    private final Map<SaleId, StockCounter> counters = new HashMap<>();

    /** What keeps it from deciding; empty when it decided. */
    String trouble = "";

    /** Who got a number of the journal, by what is in the log. */
    static final class Log implements LoggedMarks {

        private final ConcurrentMap<SaleId, LoggedSeq.Mark> marks = new ConcurrentHashMap<>();
        private final ConcurrentMap<String, OrderId> orders = new ConcurrentHashMap<>();
        final List<String> twice = new ArrayList<>();

        @Override
        public CompletableFuture<Void> readOn() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public LoggedSeq.Mark of(SaleId sale) {
            return marks.getOrDefault(sale, LoggedSeq.NONE);
        }

        synchronized void add(SaleId sale, OutboxEntry entry) {
            marks.merge(sale, LoggedSeq.Mark.of(entry.event(), entry.offer().epoch()), LoggedSeq.Mark::max);
            if (entry.order() != null) {
                String number = sale + " " + entry.order().seq();
                OrderId before = orders.putIfAbsent(number, entry.order().orderId());
                if (before != null && !before.equals(entry.order().orderId())) {
                    twice.add(number);
                }
            }
        }

        synchronized long orders() {
            return orders.size();
        }
    }

    SellingInstance(String url, Log log, Duration failoverWait) {
        this(url, log, failoverWait, RedisSettings.ReplicaWait.NONE, new StoreRisks());
    }

    SellingInstance(String url, Log log, Duration failoverWait, RedisSettings.ReplicaWait replicas, StoreRisks risks) {
        this.log = log;
        this.store = new RedisCounters(
                new SaleId("another"),
                new RedisNodes(new RedisSettings(
                        URI.create(url), null, Duration.ofSeconds(1), RedisSettings.SentinelLogin.NONE, replicas)),
                new RedisStockCounter.Settings(
                        null,
                        1_000_000,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        failoverWait,
                        Duration.ofSeconds(1)),
                log,
                Clock.systemUTC(),
                risks);
    }

    /** Tries once, as a decision thread does, and logs what was accepted. Returns how many were. */
    int buy(SaleId sale, int purchases) {
        List<OutboxEntry> accepted = decide(sale, purchases);
        accepted.forEach(entry -> log.add(sale, entry));
        return (int) accepted.stream().filter(entry -> entry.order() != null).count();
    }

    /** The same; what was accepted stays out of the log for now. */
    List<OutboxEntry> decide(SaleId sale, int purchases) {
        try {
            trouble = "not ready";
            if (!store.isReady(sale)) {
                return List.of();
            }
            Attempt attempt = counters.computeIfAbsent(sale, store::counter)
                    .decide(
                            IntStream.range(0, purchases)
                                    .mapToObj(n -> Purchase.ANONYMOUS)
                                    .toList(),
                            List.of());
            if (!(attempt instanceof Attempt.Decided decided)) {
                trouble = attempt.toString();
                return List.of();
            }
            trouble = decided.trouble() == null ? "" : decided.trouble();
            List<OutboxEntry> entries = new ArrayList<>(decided.others());
            decided.decisions().stream()
                    .map(Decision::entry)
                    .filter(entry -> entry != null)
                    .forEach(entries::add);
            return entries;
        } catch (StockUnavailableException | OutcomeUnknownException e) {
            trouble = e.getMessage();
            return List.of();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
