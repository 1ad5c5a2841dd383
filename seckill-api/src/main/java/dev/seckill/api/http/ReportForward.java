package dev.seckill.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seckill.api.decide.Reply;
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

/**
 * The report of a sale: what the book says of it, and what only this side knows, which is how the sale is now. Both parts are
 * asked for at once, and a sale that cannot be looked at takes nothing away from the book's part. Thread-safe.
 */
final class ReportForward {

    /** 3600 steps of a curve and 100 buyers are some 300 KiB. */
    static final int BYTES_MAX = 2 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BookForward forward;
    private final SaleRequests requests;
    private final Duration lookWait;

    /** @param lookWait longest wait for the sale itself */
    ReportForward(BookForward forward, SaleRequests requests, Duration lookWait) {
        this.forward = forward;
        this.requests = requests;
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
            return JSON.writeValueAsBytes(all);
        } catch (JsonProcessingException e) {
            throw new OrderBookUnavailableException("the consumer answers with what is no JSON", e);
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
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
