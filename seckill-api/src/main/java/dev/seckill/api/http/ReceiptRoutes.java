package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.ReceiptSettings;
import dev.seckill.api.metrics.ReceiptMetrics;
import dev.seckill.api.metrics.ReceiptMetrics.Answer;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.receipt.ReceiptDesk;
import dev.seckill.api.receipt.ReceiptReply;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.proof.text.ReceiptFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * The receipts of orders. Whoever knows an order's id may have its receipt, as whoever has a paper ticket: the id is a secret
 * between the shop and the buyer.
 */
public final class ReceiptRoutes implements HttpRoutes {

    private static final String TEXT = "text/plain";

    private final BiFunction<SaleId, OrderId, CompletableFuture<ReceiptReply>> desk;
    private final BiFunction<SaleId, ReceiptFile, CompletableFuture<ReceiptFile>> proofs;
    private final ReceiptMetrics counts;
    private final long answerWaitMillis;
    private final String retryAfterSeconds;

    /**
     * The routes of one server.
     *
     * @param desk where they are asked for; null: there are none, and no routes
     * @param receipts null if there are none
     * @param orderBook who has signed proofs of them; null: nobody
     */
    public ReceiptRoutes(
            ReceiptDesk desk,
            ReceiptMetrics counts,
            ApiConfig.Http settings,
            ReceiptSettings receipts,
            OrderBookSettings orderBook) {
        this(
                counts,
                settings,
                desk == null ? null : desk::receipt,
                desk == null || orderBook == null ? ReceiptRoutes::asItIs : proofs(counts, receipts, orderBook));
    }

    private static BiFunction<SaleId, ReceiptFile, CompletableFuture<ReceiptFile>> proofs(
            ReceiptMetrics counts, ReceiptSettings receipts, OrderBookSettings orderBook) {
        return new ReceiptProofs(new OrderBook(orderBook), receipts.keys().listed(), receipts.proofWait(), counts)
                ::addedTo;
    }

    private static CompletableFuture<ReceiptFile> asItIs(SaleId sale, ReceiptFile file) {
        return CompletableFuture.completedFuture(file);
    }

    ReceiptRoutes(
            ReceiptMetrics counts,
            ApiConfig.Http settings,
            BiFunction<SaleId, OrderId, CompletableFuture<ReceiptReply>> desk,
            BiFunction<SaleId, ReceiptFile, CompletableFuture<ReceiptFile>> proofs) {
        this.desk = desk;
        this.proofs = proofs;
        this.counts = counts;
        this.answerWaitMillis = settings.answerWait().toMillis();
        this.retryAfterSeconds = Long.toString(settings.retryAfter().toSeconds());
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (desk != null) {
            HealthRoutes.add(routes, "/api/sales/{sale}/orders/{orderId}/receipt", this::receipt);
        }
    }

    private void receipt(Context ctx) {
        counts.received();
        SaleId sale;
        OrderId order;
        try {
            sale = RequestHead.sale(ctx);
            order = RequestHead.order(ctx);
        } catch (InvalidRequest e) {
            counts.answered(Answer.INVALID);
            throw e;
        }
        ctx.future(() -> desk.apply(sale, order)
                .copy()
                .orTimeout(answerWaitMillis, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> late())
                .thenCompose(reply -> withProofs(ctx, sale, reply))
                .thenAccept(reply -> answer(ctx, sale, order, reply)));
    }

    /** Only a file has a place for them. */
    private CompletableFuture<ReceiptReply> withProofs(Context ctx, SaleId sale, ReceiptReply reply) {
        return reply instanceof ReceiptReply.Signed signed && !isTextWanted(ctx)
                ? proofs.apply(sale, signed.file()).thenApply(file -> new ReceiptReply.Signed(signed.no(), file))
                : CompletableFuture.completedFuture(reply);
    }

    private static ReceiptReply late() {
        return new ReceiptReply.Unavailable("The receipt could not be made in time.");
    }

    private void answer(Context ctx, SaleId sale, OrderId order, ReceiptReply reply) {
        if (reply instanceof ReceiptReply.Signed signed) {
            counts.answered(Answer.SIGNED);
            give(ctx, sale, signed);
        } else if (reply instanceof ReceiptReply.Waiting) {
            counts.answered(Answer.WAITING);
            ctx.header("Retry-After", retryAfterSeconds);
            write(ctx, HttpStatus.ACCEPTED, SaleJson.CONTENT_TYPE, waiting(order));
        } else if (reply instanceof ReceiptReply.None none) {
            counts.answered(Answer.NONE);
            ProblemType.NO_RECEIPT.reply(none.detail()).answer(ctx);
        } else if (reply instanceof ReceiptReply.Unknown) {
            counts.answered(Answer.UNKNOWN);
            ProblemType.UNKNOWN_ORDER.reply("There is no such order here.").answer(ctx);
        } else {
            ctx.header("Retry-After", retryAfterSeconds);
            refuse(ctx, reply);
        }
    }

    private void refuse(Context ctx, ReceiptReply reply) {
        if (reply instanceof ReceiptReply.Unavailable unavailable) {
            counts.answered(Answer.FAILED);
            ProblemType.UNAVAILABLE.reply(unavailable.detail()).answer(ctx);
        } else {
            counts.answered(Answer.OVERLOADED);
            ProblemType.OVERLOADED
                    .reply("Too many receipts are asked for at once.")
                    .answer(ctx);
        }
    }

    /** Before JSON, and so the note alone. */
    private static boolean isTextWanted(Context ctx) {
        String accept = ctx.header("Accept");
        return accept != null && accept.strip().startsWith(TEXT);
    }

    private static void give(Context ctx, SaleId sale, ReceiptReply.Signed signed) {
        if (isTextWanted(ctx)) {
            write(
                    ctx,
                    HttpStatus.OK,
                    TEXT + ";charset=utf-8",
                    signed.file().receipt().getBytes(UTF_8));
            return;
        }
        String name = sale.value().replace(':', '-') + "-" + signed.no() + ".receipt.json";
        ctx.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        write(ctx, HttpStatus.OK, SaleJson.CONTENT_TYPE, signed.file().bytes());
    }

    private static byte[] waiting(OrderId order) {
        return ("{\"orderId\":\"" + order + "\",\"logged\":false}").getBytes(US_ASCII);
    }

    /** With its length, which a HEAD is told too. */
    private static void write(Context ctx, HttpStatus status, String type, byte[] body) {
        ctx.res().setContentLength(body.length);
        ShortReply.write(ctx, status, type, body);
    }
}
