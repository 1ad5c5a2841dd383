package dev.seckill.loadtest.proof;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Fetches the receipt of each order as its buyer would, with the proof and the certificate in it, and has it checked. */
public final class SaleProofs {

    /** How long all of them together may take: to be logged, stored, and in the tree. */
    private static final Duration ALL_WAIT = Duration.ofSeconds(60);

    private static final List<String> GOOD = List.of("PROVEN:", "RELEASED:");
    private static final List<String> BAD = List.of("BROKEN", "PROMISED:", "NOT A RECEIPT:", "verify:");

    private final ReceiptClient client;
    private final SaleId sale;
    private final StandAloneVerifier verifier;
    private final Path folder;
    private final long deadline = System.nanoTime() + ALL_WAIT.toNanos();
    private final List<String> reasons = new ArrayList<>();

    /**
     * Proofs of one sale.
     *
     * @param checkout where the verifier was built
     * @param folder for the receipts and what the verifier says; made if missing
     * @throws IOException if there is no verifier
     */
    public SaleProofs(URI api, SaleId sale, Path checkout, Path folder) throws IOException {
        this.client = new ReceiptClient(api);
        this.sale = Objects.requireNonNull(sale, "sale");
        this.verifier = StandAloneVerifier.find(checkout);
        this.folder = Files.createDirectories(folder);
    }

    /** Whether the system signs anything at all. */
    public boolean areGiven() throws InterruptedException {
        return client.keys().isOk();
    }

    /**
     * Checks them; to be asked once.
     *
     * @param orders ids of the orders that buyers were told of
     * @param key the shop's root key; null takes each receipt's own word for it
     */
    public ProofVerdict verdict(List<String> orders, String key) throws IOException, InterruptedException {
        List<ReceiptFile> receipts = new ArrayList<>();
        for (String order : orders) {
            ReceiptFile receipt = complete(order);
            if (receipt != null) {
                receipts.add(receipt);
            }
        }
        Reply newest = receipts.isEmpty() ? null : certificate(receipts);
        List<Path> files = new ArrayList<>();
        for (ReceiptFile receipt : receipts) {
            String note = newest == null ? null : newest.body();
            Path file = folder.resolve(leaf(receipt).no() + ".receipt.json");
            files.add(Files.write(file, receipt.with(receipt.proof(), note).bytes()));
        }
        int proven = files.isEmpty() ? 0 : count(verifier.verify(files, key, folder.resolve("verifier.txt")));
        if (proven < orders.size() && reasons.isEmpty()) {
            reasons.add("the verifier found too few proven, see " + folder.resolve("verifier.txt"));
        }
        Certificate certificate = newest == null
                ? null
                : Certificate.parse(Note.parse(newest.body()).text());
        return new ProofVerdict(orders.size(), proven, certificate, reasons);
    }

    private ReceiptFile complete(String order) throws InterruptedException {
        Reply receipt = await("the receipt of order " + order, () -> client.receipt(sale, order));
        if (receipt == null) {
            return null;
        }
        Reply proof = await("the proof of order " + order, () -> client.proof(sale, order));
        return ReceiptFile.parse(receipt.body().getBytes(StandardCharsets.UTF_8))
                .with(proof == null ? null : proof.body(), null);
    }

    /** The certificate that has them all, which may come a moment after the last proof. */
    private Reply certificate(List<ReceiptFile> receipts) throws InterruptedException {
        EventLeaf first = leaf(receipts.get(0));
        long last =
                receipts.stream().mapToLong(receipt -> leaf(receipt).no()).max().orElseThrow();
        return await("a certificate of " + last + " events", () -> {
            Reply reply = client.certificate(sale, first.origin());
            boolean isLate = reply.isOk()
                    && Certificate.parse(Note.parse(reply.body()).text()).size() < last;
            return isLate ? new Reply(0, "it is of fewer") : reply;
        });
    }

    /** Whatever is asked for. */
    private interface Question {
        Reply ask() throws InterruptedException;
    }

    /** The reply with what was asked for; null if it did not come in time, which is a reason. */
    private Reply await(String what, Question question) throws InterruptedException {
        Reply[] last = new Reply[1];
        Patience.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())), () -> {
            last[0] = question.ask();
            return last[0].isOk();
        });
        if (last[0].isOk()) {
            return last[0];
        }
        reasons.add(what + " did not come: " + last[0].told());
        return null;
    }

    private static EventLeaf leaf(ReceiptFile file) {
        return Receipt.parse(Note.parse(file.receipt())).leaf();
    }

    private int count(List<String> words) {
        int proven = 0;
        for (String line : words) {
            if (GOOD.stream().anyMatch(line::startsWith)) {
                proven++;
            } else if (BAD.stream().anyMatch(line::startsWith)) {
                reasons.add(line);
            }
        }
        return proven;
    }
}
