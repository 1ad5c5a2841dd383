package dev.seckill.consumer.http;

import dev.seckill.consumer.certify.SaleProofs;
import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.status.ReadMetrics;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.TlogProof;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That an order is in the newest tree of its sale, and the sale's certificate, for who has a token. Without tokens there are no
 * such routes.
 */
public final class SaleProofRoutes implements HttpRoutes {

    /** Of each of the two: each waits for the order book, and then reads some files. */
    public static final int AT_ONCE_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(SaleProofRoutes.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    /** Seconds; a tree is signed as often. */
    private static final String RETRY = "1";

    private final ReadSettings settings;
    private final BookReads book;
    private final SaleProofs proofs;
    private final ReadGuard guard;
    private final Semaphore proofRoom = new Semaphore(AT_ONCE_MAX);
    /** Everybody may ask for these at the API: they take no room from the proofs in receipts. */
    private final Semaphore certificateRoom = new Semaphore(AT_ONCE_MAX);

    private final SparseLine damaged = new SparseLine();

    public SaleProofRoutes(ReadSettings settings, BookReads book, SaleProofs proofs, ReadMetrics metrics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.book = Objects.requireNonNull(book, "book");
        this.proofs = Objects.requireNonNull(proofs, "proofs");
        this.guard = new ReadGuard(settings.tokens(), Objects.requireNonNull(metrics, "metrics"));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (settings.isOn()) {
            HttpRoutes.page(routes, "/api/sales/{sale}/orders/{orderId}/proof", guard.around(proofRoom, this::proof));
            HttpRoutes.page(routes, "/api/sales/{sale}/certificate", guard.around(certificateRoom, this::certificate));
        }
    }

    private void proof(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        long no = book.acceptedAs(sale, ReadQuery.order(ctx)).orElseThrow(ReadRoutes::unknownOrder);
        Optional<TlogProof> proof = made(ctx, sale, () -> proofs.proof(sale, no));
        if (proof.isPresent()) {
            Reply.write(ctx, HttpStatus.OK.getCode(), TEXT, proof.get().toString());
        } else {
            ctx.header("Retry-After", RETRY);
            Reply.write(ctx, HttpStatus.ACCEPTED.getCode(), TEXT, "The order is in no signed tree yet.\n");
        }
    }

    private void certificate(Context ctx) {
        SaleId sale = ReadQuery.sale(ctx);
        byte[] note = made(ctx, sale, () -> proofs.certificate(sale))
                .orElseThrow(() -> new Problem(HttpStatus.NOT_FOUND, "The sale has no certificate."));
        Reply.write(ctx, HttpStatus.OK.getCode(), TEXT, note);
    }

    private <T> T made(Context ctx, SaleId sale, Supplier<T> making) {
        if (!Origin.isFree(sale.value())) {
            throw new Problem(HttpStatus.NOT_FOUND, "A sale of this name can't be proven.");
        }
        try {
            return making.get();
        } catch (BadTextException | UndecodableOrderException | UncheckedIOException e) {
            damaged.say(times -> LOG.warn(
                    "http-server - no proof can be made (times={}, sale={}, reason={})", times, sale, Reason.of(e)));
            ctx.header("Retry-After", RETRY);
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "unavailable",
                    "The sale can't be used now",
                    "What the sale's proofs are made of can't be read now.");
        }
    }
}
