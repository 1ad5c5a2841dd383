package dev.seckill.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.live.FigureFacts;
import dev.seckill.api.live.SaleFigures;
import dev.seckill.api.orderbook.OrderBookUnavailableException;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Look;
import dev.seckill.api.sale.Outcome;
import dev.seckill.model.SaleId;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The report of a sale: what the book says of it, and what only this side knows: how the sale is now, what buyers were told, and
 * how fast. What of that cannot be had takes nothing away from the book's part. Thread-safe.
 */
final class ReportForward {

    /** 3600 steps of a curve and 100 buyers are some 300 KiB. */
    static final int BYTES_MAX = 2 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ReportForward.class);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BookForward forward;
    private final SaleRequests requests;
    private final Function<SaleId, SaleFigures> figures;
    private final Duration lookWait;

    /**
     * Reports of one server.
     *
     * @param figures what all instances have counted of a sale, as {@code LiveFigures.of} does
     * @param lookWait longest wait for the sale itself
     */
    ReportForward(
            BookForward forward, SaleRequests requests, Function<SaleId, SaleFigures> figures, Duration lookWait) {
        this.forward = forward;
        this.requests = requests;
        this.figures = figures;
        this.lookWait = lookWait;
    }

    /** @param target of the book's part */
    void report(Context ctx, SaleId sale, String target) {
        CompletableFuture<Reply> look = requests.decide(sale, new Look());
        forward.whole(ctx, target, BYTES_MAX, report -> joined(report, sale, look));
    }

    /** @param target of the audit */
    void audit(Context ctx, String target) {
        forward.whole(ctx, target, BYTES_MAX, audit -> audit);
    }

    private byte[] joined(byte[] report, SaleId sale, CompletableFuture<Reply> look)
            throws OrderBookUnavailableException {
        try {
            if (!(JSON.readTree(report) instanceof ObjectNode all)) {
                throw new OrderBookUnavailableException("the consumer answers with what is no object", null);
            }
            all.set("facts", facts(sale, look));
            SaleFigures counted = counted(sale);
            all.set("decisions", JSON.valueToTree(counted == null ? null : FigureFacts.named(counted.counts())));
            all.set("latency", JSON.valueToTree(counted == null ? null : FigureFacts.latency(counted.latencies())));
            return JSON.writeValueAsBytes(all);
        } catch (JsonProcessingException e) {
            throw new OrderBookUnavailableException("the consumer answers with what is no JSON", e);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    /** What all instances have counted; null if Redis does not say. */
    private SaleFigures counted(SaleId sale) {
        try {
            return figures.apply(sale);
        } catch (JedisException away) {
            log.debug("http - no figures for a report", away);
            return null;
        }
    }

    /** How the sale is now; JSON's null if it does not say. */
    private JsonNode facts(SaleId sale, CompletableFuture<Reply> look) throws IOException {
        try {
            Decision seen = look.get(lookWait.toMillis(), TimeUnit.MILLISECONDS).decision();
            return seen.outcome() == Outcome.SEEN ? JSON.readTree(SaleJson.sale(sale, seen.seen())) : JSON.nullNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JSON.nullNode();
        } catch (ExecutionException | TimeoutException notNow) {
            return JSON.nullNode();
        }
    }
}
