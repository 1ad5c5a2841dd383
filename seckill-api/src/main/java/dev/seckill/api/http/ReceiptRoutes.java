package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.metrics.ReceiptMetrics;
import dev.seckill.api.metrics.ReceiptMetrics.Answer;
import dev.seckill.api.receipt.ReceiptDesk;
import dev.seckill.api.receipt.ReceiptReply;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
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
    private final ReceiptMetrics counts;
    private final long answerWaitMillis;
    private final String retryAfterSeconds;

    /** @param desk where they are asked for; null: there are none, and no routes */
    public ReceiptRoutes(ReceiptDesk desk, ReceiptMetrics counts, ApiConfig.Http settings) {
        this(counts, settings, desk == null ? null : desk::receipt);
    }

    ReceiptRoutes(
            ReceiptMetrics counts,
            ApiConfig.Http settings,
            BiFunction<SaleId, OrderId, CompletableFuture<ReceiptReply>> desk) {
        this.desk = desk;
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
                .handle((reply, failure) -> {
                    answer(ctx, sale, order, failure == null ? reply : late());
                    return null;
                }));
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

    /** The note alone for who asks for plain text before JSON. */
    private static void give(Context ctx, SaleId sale, ReceiptReply.Signed signed) {
        String accept = ctx.header("Accept");
        if (accept != null && accept.strip().startsWith(TEXT)) {
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
