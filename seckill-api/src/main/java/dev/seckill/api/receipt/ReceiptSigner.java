package dev.seckill.api.receipt;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.redis.RedisStandings.Standing;
import dev.seckill.api.sale.LoggedNumbers;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.BuyerId;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Signs the receipt of an order that was found in the order log, if nothing can have taken the order back: what is signed must
 * be the leaf that the certifier makes of the same message, and stand at its number in the tree. Used by one thread.
 *
 * <p>An order is in the journal unless its number was given up when the sale was rebuilt before its message came. So Redis is
 * asked after the message was found: if the sale was not rebuilt since, whoever rebuilds it later finds the message too; and
 * if it was, all that was given up was logged before the sale was opened again.
 */
final class ReceiptSigner {

    private static final int SALES_MAX = 10_000;

    /** Between two readings of the log for a sale whose beginning it does not have. */
    static final Duration UNBORN_PAUSE = Duration.ofSeconds(10);

    private final ProofKeys keys;
    private final BiFunction<SaleId, OrderId, Standing> standings;
    private final LoggedMarks marks;
    private final DueLooks looks;
    private final Duration wait;
    private final LongSupplier nanos;

    /**
     * A reading of the log for a sale.
     *
     * @param epoch the sale's rebuild up to which it was read at least
     */
    private record Reading(long epoch, long nanos) {}

    /** The newest of each sale. */
    private final Map<SaleId, Reading> read = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SaleId, Reading> eldest) {
            return size() > SALES_MAX;
        }
    };

    /**
     * Signs with the keys.
     *
     * @param looks has somebody look whether a sale is sound, and does not block
     * @param wait bound on reading on in the log
     */
    ReceiptSigner(
            ProofKeys keys,
            BiFunction<SaleId, OrderId, Standing> standings,
            LoggedMarks marks,
            Consumer<SaleId> looks,
            Duration wait) {
        this(keys, standings, marks, looks, wait, System::nanoTime);
    }

    ReceiptSigner(
            ProofKeys keys,
            BiFunction<SaleId, OrderId, Standing> standings,
            LoggedMarks marks,
            Consumer<SaleId> looks,
            Duration wait,
            LongSupplier nanos) {
        this.keys = keys;
        this.standings = standings;
        this.marks = marks;
        this.looks = new DueLooks(looks, nanos);
        this.wait = wait;
        this.nanos = nanos;
    }

    /**
     * Signs, or says why not.
     *
     * @param logged the event of an accepted order
     * @throws StockUnavailableException if Redis or the order log cannot be asked
     */
    ReceiptReply sign(SaleId sale, LoggedEvent logged) {
        SaleEvent.Accepted accepted = (SaleEvent.Accepted) logged.event();
        if (!accepted.sale().equals(sale)) {
            return new ReceiptReply.Unknown();
        }
        if (accepted.no() == SaleEvent.UNNUMBERED) {
            return new ReceiptReply.None("It was sold by an older version, which kept no journal.");
        }
        if (!Origin.isFree(sale.value())) {
            return new ReceiptReply.None("A sale of this name cannot be proven.");
        }
        Standing standing = standings.apply(sale, accepted.orderId());
        if (!standing.isSound() || standing.epoch() < logged.offer().epoch()) {
            looks.at(sale);
            return new ReceiptReply.Unavailable("The sale is halted, or Redis was not found sound yet.");
        }
        LoggedNumbers numbers = numbers(sale, standing.epoch());
        if (numbers.givenUp().has(accepted)) {
            return new ReceiptReply.None("Its number was given up when the sale was rebuilt.");
        }
        Optional<Instant> birth = numbers.birth();
        return birth.isPresent()
                ? sign(
                        keys.leaves(keys.origin(sale.value(), birth.get())),
                        accepted,
                        logged.offer().epoch())
                : new ReceiptReply.Unavailable("The beginning of the sale is not in the order log.");
    }

    private ReceiptReply sign(EventLeaves leaves, SaleEvent.Accepted accepted, long epoch) {
        EventLeaf leaf = leaves.leaf(accepted, epoch);
        if (!keys.listed().receiptsKeys(leaf.at()).contains(keys.signer().key())) {
            return new ReceiptReply.None("The shop has no key for receipts of that time.");
        }
        BuyerId buyer = accepted.order().buyer();
        return new ReceiptReply.Signed(
                leaf.no(),
                new ReceiptFile(
                        Receipt.of(leaf, keys.signer()).note().toString(),
                        accepted.orderId().toString(),
                        buyer == null ? null : buyer.value(),
                        leaves.salt(accepted).base64(),
                        keys.list().toString(),
                        null,
                        null));
    }

    /** As they were after that rebuild at least. */
    private LoggedNumbers numbers(SaleId sale, long epoch) {
        Reading last = read.get(sale);
        if (last == null || last.epoch() != epoch || isDueAgain(sale, last)) {
            readOn(sale);
            read.put(sale, new Reading(epoch, nanos.getAsLong()));
        }
        return marks.numbersOf(sale);
    }

    /** The first event may still be under way. */
    private boolean isDueAgain(SaleId sale, Reading last) {
        return nanos.getAsLong() - last.nanos() >= UNBORN_PAUSE.toNanos()
                && marks.numbersOf(sale).birth().isEmpty();
    }

    private void readOn(SaleId sale) {
        try {
            marks.readOn()
                    .copy()
                    .orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new StockUnavailableException(
                    sale, "order log - cannot be read: " + e.getCause(), "The order log cannot be read.", e);
        }
    }
}
