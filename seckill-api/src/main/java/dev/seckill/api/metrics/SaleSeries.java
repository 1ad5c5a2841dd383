package dev.seckill.api.metrics;

import dev.seckill.api.decide.HaltReason;
import dev.seckill.api.decide.SaleInUse;
import dev.seckill.api.outbox.OutboxSeen;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of sales, made when somebody looks: of a bounded number each by itself, of the rest together. Asks nobody but this
 * instance's memory. Thread-safe.
 */
final class SaleSeries implements MultiCollector {

    /** No sale can be called so. */
    static final String OTHERS = "(other)";

    private final Supplier<List<SaleInUse>> inUse;
    private final RequestsBySale requests;
    private final ToDoubleFunction<String> totals;
    private final Supplier<OutboxSeen> outboxes;
    private final NamedSales names;
    private final SaleRequests counts;

    /**
     * Nothing was looked at yet.
     *
     * @param most sales that get figures of their own
     * @param inUse all that are in memory
     * @param totals of all requests by outcome, as {@link RequestsBySale#outcomes} names it
     */
    SaleSeries(
            int most,
            Supplier<List<SaleInUse>> inUse,
            RequestsBySale requests,
            ToDoubleFunction<String> totals,
            Supplier<OutboxSeen> outboxes) {
        this.inUse = inUse;
        this.requests = requests;
        this.totals = totals;
        this.outboxes = outboxes;
        this.names = new NamedSales(most);
        this.counts = new SaleRequests(requests.outcomes().size());
    }

    @Override
    public synchronized MetricSnapshots collect() {
        List<SaleInUse> all = inUse.get();
        Map<SaleId, long[]> counted = requests.counts();
        Set<SaleId> named = names.among(
                all.stream().map(SaleInUse::sale).toList(),
                sale -> Stream.ofNullable(counted.get(sale))
                        .mapToLong(SaleSeries::sum)
                        .sum());
        Map<Boolean, List<SaleInUse>> parts =
                all.stream().collect(Collectors.partitioningBy(sale -> named.contains(sale.sale())));
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        for (SaleFigure figure : SaleFigure.all(outboxes.get(), System.nanoTime())) {
            snapshots.metricSnapshot(gauge(figure, parts.get(true), parts.get(false)));
        }
        snapshots.metricSnapshot(classes(
                "seckill_sale_status",
                "1 for what the sale is, otherwise 0.",
                "status",
                Stream.of(SaleSeen.Status.values()).collect(Collectors.toMap(SaleSeries::label, Function.identity())),
                (status, sale) -> sale.seen() != null && sale.seen().status() == status,
                parts));
        snapshots.metricSnapshot(classes(
                "seckill_sale_halted",
                "1 while nothing can be sold of the sale here, by reason, otherwise 0.",
                "reason",
                Stream.of(HaltReason.values()).collect(Collectors.toMap(HaltReason::label, Function.identity())),
                (reason, sale) -> sale.halt() == reason,
                parts));
        counts.turn(named, counted);
        return snapshots.metricSnapshot(requests(named)).build();
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static GaugeSnapshot gauge(SaleFigure figure, List<SaleInUse> named, List<SaleInUse> others) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(figure.name()).help(figure.help());
        named.stream()
                .filter(figure::isOf)
                .forEach(sale -> gauge.dataPoint(point(
                        figure.value().applyAsDouble(sale),
                        Labels.of("sale", sale.sale().value()))));
        return gauge.dataPoint(point(figure.together(others), Labels.of("sale", OTHERS)))
                .build();
    }

    /** Whether a sale is of a class. */
    private interface Membership<T> {
        boolean has(T part, SaleInUse sale);
    }

    private static <T> GaugeSnapshot classes(
            String name,
            String help,
            String label,
            Map<String, T> classes,
            Membership<T> membership,
            Map<Boolean, List<SaleInUse>> parts) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        classes.forEach((value, one) -> {
            Predicate<SaleInUse> isOne = sale -> membership.has(one, sale);
            parts.get(true)
                    .forEach(sale -> gauge.dataPoint(point(
                            isOne.test(sale) ? 1 : 0,
                            Labels.of("sale", sale.sale().value(), label, value))));
            gauge.dataPoint(
                    point(parts.get(false).stream().filter(isOne).count(), Labels.of("sale", OTHERS, label, value)));
        });
        return gauge.build();
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    private CounterSnapshot requests(Set<SaleId> named) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("seckill_sale_requests").help("Answered purchases, by outcome.");
        named.forEach(sale -> add(counter, sale.value(), counts.of(sale)));
        long[] totals = requests.outcomes().stream()
                .mapToLong(outcome -> (long) this.totals.applyAsDouble(outcome))
                .toArray();
        add(counter, OTHERS, counts.others(totals));
        return counter.build();
    }

    private void add(CounterSnapshot.Builder counter, String sale, long[] counted) {
        for (int way = 0; way < counted.length; way++) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .value(counted[way])
                    .labels(Labels.of(
                            "sale", sale, "outcome", requests.outcomes().get(way)))
                    .build());
        }
    }
}
