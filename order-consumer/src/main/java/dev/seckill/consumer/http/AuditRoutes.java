package dev.seckill.consumer.http;

import dev.seckill.consumer.audit.AuditTooLargeException;
import dev.seckill.consumer.audit.SaleAudit;
import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.status.ReadMetrics;
import dev.seckill.model.SaleId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** The log of a sale held against the book, for who has a token. Without tokens there is no such route. */
public final class AuditRoutes implements HttpRoutes {

    /** An audit reads the whole log. */
    static final int AT_ONCE_MAX = 1;

    private final ReadSettings settings;
    private final SaleAudit audit;
    private final BookReads book;
    private final ReadGuard guard;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);

    public AuditRoutes(ReadSettings settings, SaleAudit audit, BookReads book, ReadMetrics metrics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.audit = Objects.requireNonNull(audit, "audit");
        this.book = Objects.requireNonNull(book, "book");
        this.guard = new ReadGuard(settings.tokens(), Objects.requireNonNull(metrics, "metrics"));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (settings.isOn()) {
            HttpRoutes.page(routes, "/api/sales/{sale}/audit", guard.around(room, this::answer));
        }
    }

    private void answer(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        ReadRoutes.requireKnown(book, sale);
        try {
            Reply.write(ctx, 200, Reply.JSON, audit.of(sale));
        } catch (AuditTooLargeException e) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The audit is too much for this program",
                    "The sale " + e.getMessage() + "; the command audit of order-consumer has no such bound.");
        }
    }
}
