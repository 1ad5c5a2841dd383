package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.report.OrderExport;
import dev.seckill.consumer.report.OrderExport.Format;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All orders of a sale, as long as the reply may be. It goes out in chunks, so that a client can tell a whole one from one
 * that broke off.
 */
final class CsvDownload {

    private static final Logger LOG = LoggerFactory.getLogger(CsvDownload.class);

    private final OrderExport export;

    /** @param timeout longest time of one */
    CsvDownload(BookReads book, Duration timeout) {
        export = new OrderExport(book, timeout, System::nanoTime);
    }

    /** @throws BrokenOffException if it has no end */
    void answer(Context ctx, SaleId sale) throws BrokenOffException {
        ctx.contentType("text/csv; charset=utf-8; header=present");
        ctx.header(
                "Content-Disposition", "attachment; filename=\"" + sale.value().replace(':', '_') + "-orders.csv\"");
        if (ctx.method() == HandlerType.HEAD) {
            return;
        }
        ctx.header("Transfer-Encoding", "chunked");
        try {
            Writer out = new BufferedWriter(new OutputStreamWriter(ctx.res().getOutputStream(), UTF_8));
            export.write(sale, Format.CSV, out);
            out.flush();
        } catch (IOException | StoreUnavailableException e) {
            LOG.warn("http-server - a download broke off (sale={}, reason={})", sale, Reason.of(e));
            breakOff(ctx);
            throw new BrokenOffException(e);
        }
    }

    /** Without the last chunk. Whatever is written to the reply from now on goes nowhere. */
    private static void breakOff(Context ctx) {
        ServletContextRequest.getServletContextRequest(ctx.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
