package dev.seckill.consumer.report;

import dev.seckill.consumer.audit.JournalCheck;
import dev.seckill.consumer.report.SaleReport.Buyer;
import dev.seckill.consumer.report.SaleReport.Buyers;
import dev.seckill.consumer.report.SaleReport.Curve;
import dev.seckill.consumer.report.SaleReport.Percentiles;
import dev.seckill.consumer.report.SaleReport.Rules;
import dev.seckill.consumer.report.SaleReport.Step;
import dev.seckill.consumer.report.SaleReport.Tally;
import dev.seckill.consumer.store.BookQueries.Snapshot;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.Kind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Counts what a report says. MySQL does the counting, so memory grows with the orders only where the journal is replayed. */
final class ReportQueries {

    static final int STEPS_MAX = 3600;
    static final int BUYERS_MAX = 100;

    private static final String STATES = "SELECT state, COUNT(*), SUM(quantity), MIN(decided_at), MAX(decided_at)"
            + " FROM orders WHERE sale = ? GROUP BY state";
    private static final String EVENTS = "SELECT kind, detail ->> '$.reason' AS reason, COUNT(*) FROM events"
            + " WHERE sale = ? GROUP BY kind, reason";
    private static final String LAST = EventView.SELECT + " WHERE sale = ? ORDER BY no DESC LIMIT 1";
    private static final String CURVE = "SELECT TIMESTAMPDIFF(SECOND, ?, decided_at) DIV ? AS step, COUNT(*),"
            + " SUM(quantity) FROM orders WHERE sale = ? GROUP BY step ORDER BY step";
    private static final String TO_ROW = "SELECT TIMESTAMPDIFF(MICROSECOND, decided_at, created_at) DIV 1000 AS ms,"
            + " COUNT(*) FROM orders WHERE sale = ? GROUP BY ms ORDER BY ms";
    private static final String BUYERS = "SELECT buyer, COUNT(*), SUM(quantity) AS units, COUNT(*) OVER () FROM orders"
            + " WHERE sale = ? AND state <> 'RELEASED' AND buyer IS NOT NULL GROUP BY buyer"
            + " ORDER BY units DESC, buyer LIMIT "
            + BUYERS_MAX;
    private static final String RULES =
            "SELECT definition, state FROM sales WHERE sale = ? AND definition IS NOT NULL AND state IS NOT NULL";
    private static final Map<String, Double> SHARES = shares();

    private final Snapshot book;
    private final SaleId id;
    private final String sale;
    private final long ordersMax;
    private final Clock clock;

    /**
     * Questions about one sale.
     *
     * @param ordersMax most orders with which its journal is replayed
     * @param clock tells which orders should have been released by now
     */
    ReportQueries(Snapshot book, SaleId sale, long ordersMax, Clock clock) {
        this.book = book;
        this.id = sale;
        this.sale = sale.value();
        this.ordersMax = ordersMax;
        this.clock = clock;
    }

    /** @param name what a buyer is called */
    SaleReport report(UnaryOperator<String> name) throws SQLException {
        Map<String, Tally> states = new LinkedHashMap<>();
        List<Instant> span = new ArrayList<>();
        book.each(
                STATES,
                row -> {
                    states.put(row.getString(1), new Tally(row.getLong(2), row.getLong(3)));
                    span.add(OrderView.instant(row, 4));
                    span.add(OrderView.instant(row, 5));
                },
                sale);
        Map<String, Long> events = new LinkedHashMap<>();
        book.each(
                EVENTS, row -> events.merge(what(row.getString(1), row.getString(2)), row.getLong(3), Long::sum), sale);
        List<EventView> last = book.all(LAST, EventView::read, sale);
        long orders = states.values().stream().mapToLong(Tally::orders).sum();
        boolean isChecked = Math.max(orders, events.getOrDefault(Kind.ACCEPTED.name(), 0L)) <= ordersMax;
        List<Rules> rules = book.all(RULES, row -> new Rules(row.getString(1), row.getString(2)), sale);
        return new SaleReport(
                sale,
                rules.isEmpty() ? null : rules.get(0),
                states,
                events,
                last.isEmpty() ? null : last.get(0),
                curve(span),
                toRow(orders),
                buyers(name),
                isChecked ? JournalCheck.of(book, id, clock) : null,
                isChecked ? null : "has more than " + ordersMax + " orders");
    }

    private static String what(String kind, String reason) {
        return kind.equals(Kind.RELEASED.name()) && reason != null ? reason : kind;
    }

    /** @param span among these times are the first and the last decision */
    private Curve curve(List<Instant> span) throws SQLException {
        if (span.isEmpty()) {
            return new Curve(1, List.of());
        }
        Instant from = Collections.min(span).truncatedTo(ChronoUnit.SECONDS);
        long seconds = Duration.between(from, Collections.max(span)).toSeconds() + 1;
        long step = (seconds + STEPS_MAX - 1) / STEPS_MAX;
        List<Step> steps = new ArrayList<>();
        book.each(
                CURVE,
                row -> steps.add(
                        new Step(from.plusSeconds(row.getLong(1) * step), new Tally(row.getLong(2), row.getLong(3)))),
                LocalDateTime.ofInstant(from, ZoneOffset.UTC).toString(),
                step,
                sale);
        return new Curve(step, steps);
    }

    /** The rows come in the order of their times, so one look at each finds the percentiles exactly. */
    private Percentiles toRow(long orders) throws SQLException {
        Map<String, Long> millis = new LinkedHashMap<>();
        long[] seen = {0};
        book.each(
                TO_ROW,
                row -> {
                    seen[0] += row.getLong(2);
                    for (Map.Entry<String, Double> share : SHARES.entrySet()) {
                        if (seen[0] >= share.getValue() * orders) {
                            millis.putIfAbsent(share.getKey(), row.getLong(1));
                        }
                    }
                },
                sale);
        return new Percentiles(orders, millis);
    }

    private Buyers buyers(UnaryOperator<String> name) throws SQLException {
        long[] count = {0};
        List<Buyer> most = book.all(
                BUYERS,
                row -> {
                    count[0] = row.getLong(4);
                    return new Buyer(name.apply(row.getString(1)), new Tally(row.getLong(2), row.getLong(3)));
                },
                sale);
        return new Buyers(count[0], most);
    }

    private static Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("p50", 0.5);
        shares.put("p90", 0.9);
        shares.put("p99", 0.99);
        shares.put("p999", 0.999);
        shares.put("max", 1.0);
        return shares;
    }
}
