package dev.seckill.consumer.http;

import dev.seckill.consumer.certify.OrderProofs;
import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.status.ReadMetrics;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.TlogProof;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** That an order is in the newest tree of its sale, for who has a token. Without tokens there is no such route. */
public final class OrderProofRoute implements HttpRoutes {

    /** Each waits for the order book, and then reads some files. */
    public static final int AT_ONCE_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(OrderProofRoute.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    /** Seconds; a tree is signed as often. */
    private static final String RETRY = "1";

    private final ReadSettings settings;
    private final BookReads book;
    private final OrderProofs proofs;
    private final ReadGuard guard;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private final SparseLine damaged = new SparseLine();

    public OrderProofRoute(ReadSettings settings, BookReads book, OrderProofs proofs, ReadMetrics metrics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.book = Objects.requireNonNull(book, "book");
        this.proofs = Objects.requireNonNull(proofs, "proofs");
        this.guard = new ReadGuard(settings.tokens(), Objects.requireNonNull(metrics, "metrics"));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (settings.isOn()) {
            HttpRoutes.page(routes, "/api/sales/{sale}/orders/{orderId}/proof", guard.around(room, this::answer));
        }
    }

    private void answer(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        long no = book.acceptedAs(sale, ReadQuery.order(ctx)).orElseThrow(ReadRoutes::unknownOrder);
        Optional<TlogProof> proof;
        try {
            proof = proofs.proof(sale, no);
        } catch (BadTextException | UndecodableOrderException e) {
            damaged.say(times -> LOG.warn(
                    "http-server - no proof can be made (times={}, sale={}, reason={})", times, sale, Reason.of(e)));
            ctx.header("Retry-After", RETRY);
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The sale can't be used now",
                    "What the sale's proofs are made of can't be read now.");
        }
        if (proof.isPresent()) {
            Reply.write(ctx, HttpStatus.OK.getCode(), TEXT, proof.get().toString());
        } else {
            ctx.header("Retry-After", RETRY);
            Reply.write(ctx, HttpStatus.ACCEPTED.getCode(), TEXT, "The order is in no signed tree yet.\n");
        }
    }
}
