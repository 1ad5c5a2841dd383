package dev.seckill.consumer;

import dev.seckill.consumer.audit.AuditSettings;
import dev.seckill.consumer.audit.SaleAudit;
import dev.seckill.consumer.certify.SaleProofs;
import dev.seckill.consumer.command.ConsumerConfig;
import dev.seckill.consumer.http.AuditRoutes;
import dev.seckill.consumer.http.FiguresRoutes;
import dev.seckill.consumer.http.HttpRoutes;
import dev.seckill.consumer.http.ReadRoutes;
import dev.seckill.consumer.http.SaleProofRoutes;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.parking.ParkedCount;
import dev.seckill.consumer.report.BookFigures;
import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.report.FiguresJson;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.store.BookQueries;
import dev.seckill.consumer.store.LoggedEvents;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Puts together what is answered from the order book. */
final class BookPages implements HttpRoutes {

    /** An audit waits for Kafka at most so long in one go. */
    private static final Duration KAFKA_WAIT = Duration.ofSeconds(10);

    private final List<HttpRoutes> all;

    /** @param pool for reads; stays open */
    BookPages(ConsumerConfig config, DataSource pool, ConsumerMetrics metrics, Health health, ParkedCount parked) {
        Clock clock = Clock.systemUTC();
        BookQueries queries = new BookQueries(pool, config.mysql());
        BookReads book = new BookReads(queries, clock);
        BookFigures figures = new BookFigures(queries, config.reads().pool().timeout(), clock, System::nanoTime);
        SaleAudit audit = new SaleAudit(
                audit(config.kafka()),
                pool,
                config.mysql(),
                config.reads().auditTimeout(),
                config.reads().auditOrdersMax(),
                clock,
                System::nanoTime);
        HttpRoutes proof = config.certify() == null
                ? routes -> {}
                : new SaleProofRoutes(
                        config.reads(),
                        book,
                        new SaleProofs(config.certify(), new LoggedEvents(pool)),
                        metrics.reads());
        all = List.of(
                proof,
                new ReadRoutes(config.reads(), book, metrics.reads()),
                new FiguresRoutes(
                        config.reads(),
                        new FiguresJson(figures, health::readyProblems, metrics::lagRecords, parked::now),
                        metrics.reads()),
                new AuditRoutes(config.reads(), audit, book, metrics.reads()));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        all.forEach(each -> each.addTo(routes));
    }

    private static AuditSettings audit(OrderLogSettings log) {
        return new AuditSettings(
                log.connection(),
                log.topic(),
                log.group(),
                log.batchMax(),
                log.messageMaxBytes(),
                log.ignored(),
                KAFKA_WAIT,
                null,
                null,
                false,
                false);
    }
}
