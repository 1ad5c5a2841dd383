package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.shop.SaleRequests;
import dev.seckill.loadtest.shop.ShopReply;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The sales API: one or two units for a customer with a name. A customer comes more often than the sale allows, and then
 * the next one comes.
 */
final class SalesTill implements Till {

    /** Purchases of one customer, of three units for each two of them. */
    private static final int PURCHASES_EACH = 5;

    private final SaleRequests requests;

    /** @param replyWait how long a buyer waits for a reply */
    SalesTill(SaleId sale, Duration replyWait) {
        this.requests = new SaleRequests(sale, replyWait);
    }

    @Override
    public HttpRequest request(URI api, Purchase purchase) {
        String customer = purchase.buyer() + "-customer-" + purchase.number() / PURCHASES_EACH;
        int units = 1 + purchase.number() % 2;
        return requests.order(api, customer, null, units, purchase.key());
    }

    @Override
    public Told read(HttpResponse<String> response) {
        ShopReply reply = ShopReply.of(response);
        return new Told(reply.toReply(), kind(reply));
    }

    private static ReplyKind kind(ShopReply reply) {
        return switch (reply.outcome()) {
            case ACCEPTED ->
                reply.isReplay() ? ReplyKind.REPLAYED : reply.isPending() ? ReplyKind.PENDING : ReplyKind.ACCEPTED;
            case SOLD_OUT -> ReplyKind.SOLD_OUT;
            case NOT_OPEN -> ReplyKind.NOT_OPEN;
            case LIMIT_REACHED -> ReplyKind.LIMITED;
            case REFUSED -> ReplyKind.REFUSED;
            // There was one: then Redis is lost, and it is not there until it is recovered.
            case FAILED -> reply.isUnknownSale() ? ReplyKind.REFUSED : ReplyKind.STRANGE;
        };
    }
}
