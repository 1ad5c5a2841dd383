package dev.seckill.api.http;

import dev.seckill.api.metrics.ReceiptMetrics;
import dev.seckill.api.metrics.ReceiptMetrics.Proof;
import dev.seckill.api.orderbook.BookAnswer;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.orderbook.OrderBookUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.TlogProof;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into a receipt what the consumer has signed since: the proof that the order is in the tree, and the certificate of the
 * sale. A receipt is good without, so whatever goes wrong here leaves it as it was. No thread waits. Thread-safe.
 */
final class ReceiptProofs {

    /** As many as the consumer makes at once; past it a receipt comes without. */
    static final int AT_ONCE_MAX = 8;

    private static final Logger log = LoggerFactory.getLogger(ReceiptProofs.class);

    /** A proof has 63 hashes at most, and a note's cosigners take some 120 bytes each. */
    private static final int BYTES_MAX = 64 * 1024;

    private final OrderBook book;
    private final ShopKeys keys;
    private final Duration wait;
    private final ReceiptMetrics counts;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private final SparseLine failed = new SparseLine();
    private final SparseLine broken = new SparseLine();

    /**
     * Proofs for the receipts of one shop.
     *
     * @param keys the list that is in the receipts
     * @param wait longest wait for each of the two
     */
    ReceiptProofs(OrderBook book, ShopKeys keys, Duration wait, ReceiptMetrics counts) {
        this.book = book;
        this.keys = keys;
        this.wait = wait;
        this.counts = counts;
    }

    /** The file with what is there of the two; never fails. */
    CompletableFuture<ReceiptFile> addedTo(SaleId sale, ReceiptFile file) {
        if (!room.tryAcquire()) {
            counts.proof(Proof.CROWDED);
            return CompletableFuture.completedFuture(file);
        }
        return started(() -> withBoth(sale, file))
                .exceptionally(failure -> {
                    tell(failure);
                    counts.proof(Proof.FAILED);
                    return file;
                })
                .whenComplete((given, failure) -> room.release());
    }

    private CompletableFuture<ReceiptFile> withBoth(SaleId sale, ReceiptFile file) {
        EventLeaf leaf = Receipt.parse(Note.parse(file.receipt())).leaf();
        CompletableFuture<TlogProof> proof =
                ask("/api/sales/" + sale + "/orders/" + file.orderId() + "/proof", bytes -> proof(bytes, leaf));
        String origin = leaf.origin().toString();
        String folder = "/proofs/" + sale + origin.substring(origin.lastIndexOf('/'));
        CompletableFuture<String> certificate = proof.thenCompose(found -> found == null
                ? CompletableFuture.completedFuture(null)
                : ask(folder + "/certificate", bytes -> certificate(bytes, leaf)));
        return certificate.handle((note, failure) -> {
            TlogProof shown = proof.isCompletedExceptionally() ? null : proof.join();
            if (shown != null && !Arrays.equals(shown.content(), leaf.bytes())) {
                tellBroken(leaf);
                counts.proof(Proof.BROKEN);
            } else {
                boolean isWhole = shown != null && note != null;
                counts.proof(failure != null ? Proof.FAILED : isWhole ? Proof.GIVEN : Proof.MISSING);
            }
            return file.with(shown == null ? null : shown.toString(), note);
        });
    }

    private void tellBroken(EventLeaf leaf) {
        broken.say(times -> log.error(
                "receipts - one was given with the proof that the journal has something else in the order's place"
                        + " (times={}, origin={}, no={})",
                times,
                leaf.origin(),
                leaf.no()));
    }

    /**
     * Asks for something signed.
     *
     * @param read makes it of a reply, or throws a {@link BadTextException}
     * @return completes with null if there is none yet
     */
    private <T> CompletableFuture<T> ask(String target, Function<byte[], T> read) {
        return started(() -> book.askForShort(target, BYTES_MAX, wait))
                .thenApply(answer -> signed(answer, read))
                .whenComplete((signed, failure) -> {
                    if (failure != null) {
                        tell(failure);
                    }
                });
    }

    /** What the supplier throws fails the future too. */
    private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> asking) {
        return CompletableFuture.completedFuture(asking).thenCompose(Supplier::get);
    }

    private static <T> T signed(BookAnswer answer, Function<byte[], T> read) {
        if (answer.status() == HttpStatus.OK.getCode()) {
            return read.apply(answer.body());
        }
        if (answer.status() == HttpStatus.ACCEPTED.getCode() || answer.status() == HttpStatus.NOT_FOUND.getCode()) {
            return null;
        }
        throw new CompletionException(
                new OrderBookUnavailableException("the consumer answers with status " + answer.status(), null));
    }

    private void tell(Throwable why) {
        failed.say(times -> log.warn(
                "receipts - one was given without its proof or certificate (times={}, reason={})",
                times,
                Reason.of(why instanceof CompletionException ? why.getCause() : why)));
    }

    /** Whatever stands at the order's number is evidence; what is not even about that would spoil the file. */
    private TlogProof proof(byte[] bytes, EventLeaf leaf) {
        TlogProof proof = TlogProof.parse(bytes);
        String origin = proof.checkpoint().origin();
        boolean isOfNumber = proof.index() == leaf.index()
                && origin.equals(leaf.origin().toString())
                && proof.content() != null
                && proof.includes(proof.content());
        if (!isOfNumber) {
            throw new BadTextException("the proof is not of event " + leaf.no() + " of " + leaf.origin());
        }
        requireListed(
                proof.checkpoint().note(),
                keys.logKeys().stream().map(key -> key.named(origin)).toList());
        return proof;
    }

    private String certificate(byte[] bytes, EventLeaf leaf) {
        Note note = Note.parse(bytes);
        Certificate certificate = Certificate.parse(note.text());
        if (!certificate.origin().equals(leaf.origin()) || note.signatures().size() != 1) {
            throw new BadTextException("the certificate is not of " + leaf.origin());
        }
        requireListed(note, keys.logKeys(certificate.made()));
        return note.toString();
    }

    /**
     * The file has a list of keys in it, and a verifier goes by that one: it may be older than the consumer's. Whether the
     * signature holds is for the verifier to say.
     */
    private static void requireListed(Note note, Collection<NoteKey> listed) {
        if (listed.stream().noneMatch(key -> note.signatures().get(0).claims(key))) {
            throw new BadTextException("it is signed by a key that the API's list of keys does not have");
        }
    }
}
