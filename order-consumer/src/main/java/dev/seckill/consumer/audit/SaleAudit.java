package dev.seckill.consumer.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.OrderBookReader;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** Audits of one sale that a running consumer makes when somebody asks: the same as the command, within bounds. */
public final class SaleAudit {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final AuditSettings settings;
    private final DataSource book;
    private final MySqlSettings mysql;
    private final Duration time;
    private final int ordersMax;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /**
     * Audits of one log and one book.
     *
     * @param settings of which the sale is replaced; nothing is repaired
     * @param book stays open
     * @param mysql those of the book, for messages
     * @param time longest time of an audit
     * @param ordersMax most orders that it keeps in memory
     */
    public SaleAudit(
            AuditSettings settings,
            DataSource book,
            MySqlSettings mysql,
            Duration time,
            int ordersMax,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.book = Objects.requireNonNull(book, "book");
        this.mysql = Objects.requireNonNull(mysql, "mysql");
        this.time = Objects.requireNonNull(time, "time");
        this.ordersMax = ordersMax;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * Holds the log against the book, as JSON.
     *
     * @throws AuditTooLargeException if that would be too much
     * @throws dev.seckill.consumer.topic.TopicUnavailableException if Kafka cannot be read
     * @throws dev.seckill.consumer.store.StoreUnavailableException if MySQL cannot be read
     */
    public String of(SaleId sale) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        AuditReport report = new Audit(
                        settings.of(sale),
                        new OrderBookReader(book, mysql, sale, time),
                        new MySqlOrderStore(book),
                        new AuditBound(time, ordersMax, nanoTime))
                .run();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, sale, at, report);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, SaleId sale, Instant at, AuditReport report) throws IOException {
        List<AuditFinding> findings = AuditFinding.of(report);
        json.writeStartObject();
        json.writeStringField("sale", sale.value());
        json.writeStringField("madeAt", at.toString());
        json.writeBooleanField("sound", findings.isEmpty());
        AuditJson.writeArray(json, "lookFirst", report.doubts());
        AuditFinding.write(json, findings);
        json.writeFieldName("figures");
        AuditJson.write(json, report);
        json.writeEndObject();
    }
}
