package dev.seckill.loadtest.proof;

import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.proof.ReceiptClient.Reply;
import dev.seckill.model.SaleId;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fetches the receipts of a sale's orders as their buyers would, keeps them, and has them checked with the newest proof and
 * certificate in them. Not thread-safe.
 */
public final class SaleProofs {

    /** How long all of them together may take: to be logged, stored, and in the tree. */
    private static final Duration ALL_WAIT = Duration.ofSeconds(60);

    /** On top of it, for each: one thread of an API signs them. */
    private static final Duration EACH_WAIT = Duration.ofMillis(50);

    /** After a fault the certifier may be away for some seconds; until then a promise has to do. */
    private static final Duration SOON_WAIT = Duration.ofSeconds(20);

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);

    private final List<ReceiptClient> clients;
    private final SaleId sale;
    private final StandAloneVerifier verifier;
    private final Path folder;
    private final Map<String, Path> kept = new HashMap<>();

    /**
     * Proofs of one sale.
     *
     * @param apis who may be asked for receipts
     * @param folder for the receipts and what the verifier says; made if missing
     */
    public SaleProofs(List<URI> apis, SaleId sale, StandAloneVerifier verifier, Path folder) throws IOException {
        this(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_WAIT)
                        .build(),
                apis,
                sale,
                verifier,
                folder);
    }

    /** The same over a client that knows whom to trust. */
    public SaleProofs(HttpClient http, List<URI> apis, SaleId sale, StandAloneVerifier verifier, Path folder)
            throws IOException {
        this.clients = apis.stream().map(api -> new ReceiptClient(http, api)).toList();
        this.sale = Objects.requireNonNull(sale, "sale");
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        this.folder = Files.createDirectories(folder);
    }

    /**
     * Whether the system signs anything at all.
     *
     * @throws IOException if it does not say so
     */
    public boolean areGiven() throws IOException, InterruptedException {
        Reply[] last = new Reply[1];
        boolean isTold = Patience.await(SOON_WAIT, () -> {
            last[0] = clients.get(0).keys();
            return last[0].isOk() || last[0].status() == HTTP_NOT_FOUND;
        });
        if (!isTold) {
            throw new IOException("the system does not say whether it gives receipts: " + last[0].told());
        }
        return last[0].isOk();
    }

    /**
     * Checks receipts soon after they were promised: what is in no signed tree yet is good as long as it is not due.
     *
     * @param orders ids of orders that buyers were told of
     */
    public ProofVerdict soon(List<String> orders) throws IOException, InterruptedException {
        ReceiptSearch search = new ReceiptSearch(clients, sale, SOON_WAIT);
        List<ReceiptFile> receipts = search.find(orders, this::kept);
        Reply certificate = receipts.isEmpty() ? null : certificate(search, receipts, 0);
        Tally tally = new Tally(orders.size(), true);
        tally.missing(search.missing());
        return verdict(tally, receipts, certificate);
    }

    /**
     * Checks receipts once all of them must be in the tree.
     *
     * @param orders ids of all orders that buyers were told of
     * @param end events that the certificate must have at least
     */
    public ProofVerdict all(List<String> orders, long end) throws IOException, InterruptedException {
        ReceiptSearch search = new ReceiptSearch(clients, sale, ALL_WAIT.plus(EACH_WAIT.multipliedBy(orders.size())));
        List<ReceiptFile> receipts = search.find(orders, this::kept);
        Reply certificate = receipts.isEmpty() ? null : certificate(search, receipts, end);
        Tally tally = new Tally(orders.size(), false);
        tally.missing(search.missing());
        tally.missing(search.late());
        return verdict(tally, receipts, certificate);
    }

    /**
     * The receipts alone, which is what buyers have before anything is signed.
     *
     * @return the file of each that came, under the number that it promises
     */
    public SortedMap<Long, Path> promises(List<String> orders) throws IOException, InterruptedException {
        SortedMap<Long, Path> files = new TreeMap<>();
        for (ReceiptFile receipt : new ReceiptSearch(clients, sale, SOON_WAIT).promises(orders)) {
            files.put(leaf(receipt).no(), keep(receipt));
        }
        return files;
    }

    /** Of a number that was promised twice each buyer has a file. */
    private Path keep(ReceiptFile receipt) throws IOException {
        Path file = folder.resolve(leaf(receipt).no() + "-" + receipt.orderId() + ".receipt.json");
        kept.put(receipt.orderId(), Files.write(file, receipt.bytes()));
        return file;
    }

    private ReceiptFile kept(String order) throws IOException {
        Path file = kept.get(order);
        return file == null ? null : ReceiptFile.parse(Files.readAllBytes(file));
    }

    private static EventLeaf leaf(ReceiptFile file) {
        return Receipt.parse(Note.parse(file.receipt())).leaf();
    }

    /** The certificate that has them all, which may come a moment after the last proof. */
    private Reply certificate(ReceiptSearch search, List<ReceiptFile> receipts, long end) throws InterruptedException {
        EventLeaf first = leaf(receipts.get(0));
        long last = receipts.stream().mapToLong(receipt -> leaf(receipt).no()).reduce(end, Math::max);
        return search.await("a certificate of " + last + " events", () -> {
            Reply reply = clients.get(0).certificate(sale, first.origin());
            boolean isLate = reply.isOk() && parse(reply).size() < last;
            return isLate ? new Reply(0, "it is of " + parse(reply).size()) : reply;
        });
    }

    private static Certificate parse(Reply certificate) {
        return Certificate.parse(Note.parse(certificate.body()).text());
    }

    private ProofVerdict verdict(Tally tally, List<ReceiptFile> receipts, Reply certificate)
            throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (ReceiptFile receipt : receipts) {
            String note = certificate == null ? null : certificate.body();
            files.add(keep(receipt.with(receipt.proof(), note)));
        }
        Path words = folder.resolve("verifier.txt");
        Map<Path, String> found = verifier.verify(files, words);
        files.forEach(file -> tally.take(found.getOrDefault(file, "no verdict on " + file + ", see " + words)));
        return tally.verdict(certificate == null ? null : parse(certificate));
    }
}
