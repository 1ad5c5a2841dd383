package dev.seckill.loadtest.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.loadtest.Patience;
import dev.seckill.loadtest.proof.ReceiptClient.Reply;
import dev.seckill.model.SaleId;
import dev.seckill.proof.text.ReceiptFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches receipts and proofs of one sale, several at once, until a time is over. Used once. */
final class ReceiptSearch {

    /** A consumer makes so many proofs at once, and refuses more. */
    private static final int AT_ONCE = 8;

    /** For each at least, so that a system that is busy for a moment is asked again also for the last ones. */
    private static final Duration EACH_WAIT = Duration.ofSeconds(10);

    private final List<ReceiptClient> clients;
    private final SaleId sale;
    private final long deadline;
    private final List<String> missing = Collections.synchronizedList(new ArrayList<>());
    private final List<String> late = Collections.synchronizedList(new ArrayList<>());

    /** @param wait how long all of it together may take to be there; each has some seconds in any case */
    ReceiptSearch(List<ReceiptClient> clients, SaleId sale, Duration wait) {
        this.clients = List.copyOf(clients);
        this.sale = Objects.requireNonNull(sale, "sale");
        this.deadline = System.nanoTime() + wait.toNanos();
    }

    /** Receipts that buyers have already. */
    interface Kept {
        /** Null if there is none of this order. */
        ReceiptFile find(String order) throws IOException;
    }

    /** Receipts that did not come, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    /** The same of what shows that they are in the tree. */
    List<String> late() {
        return List.copyOf(late);
    }

    /**
     * The receipts of orders, each with the newest proof, or without one if none came.
     *
     * @return those that came, in the order of the orders
     */
    List<ReceiptFile> find(List<String> orders, Kept kept) throws IOException, InterruptedException {
        return fetch(orders, (client, order) -> find(client, order, kept.find(order)));
    }

    /** The receipts of orders alone, without what shows that they are in the tree. */
    List<ReceiptFile> promises(List<String> orders) throws IOException, InterruptedException {
        return fetch(orders, (client, order) -> {
            ReceiptFile file = receipt(client, order);
            return file == null ? null : file.with(null, null);
        });
    }

    private interface Fetch {
        ReceiptFile of(ReceiptClient client, String order) throws IOException, InterruptedException;
    }

    private List<ReceiptFile> fetch(List<String> orders, Fetch fetch) throws IOException, InterruptedException {
        ExecutorService fetchers = Executors.newFixedThreadPool(AT_ONCE, task -> new Thread(task, "receipts"));
        try {
            List<Callable<ReceiptFile>> tasks = new ArrayList<>();
            for (int i = 0; i < orders.size(); i++) {
                String order = orders.get(i);
                ReceiptClient client = clients.get(i % clients.size());
                tasks.add(() -> fetch.of(client, order));
            }
            List<ReceiptFile> found = new ArrayList<>();
            for (Future<ReceiptFile> task : fetchers.invokeAll(tasks)) {
                ReceiptFile file = task.get();
                if (file != null) {
                    found.add(file);
                }
            }
            return found;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("receipts could not be fetched", failed.getCause());
        } finally {
            fetchers.shutdownNow();
        }
    }

    private ReceiptFile find(ReceiptClient client, String order, ReceiptFile kept) throws InterruptedException {
        ReceiptFile file = kept == null ? receipt(client, order) : kept;
        boolean isComplete = file != null && kept == null && file.proof() != null; // the API put it in
        if (file == null || isComplete) {
            return file;
        }
        Reply proof = await("the proof of order " + order, late, () -> client.proof(sale, order));
        return file.with(proof == null ? null : proof.body(), null);
    }

    private ReceiptFile receipt(ReceiptClient client, String order) throws InterruptedException {
        Reply receipt = await("the receipt of order " + order, missing, () -> client.receipt(sale, order));
        return receipt == null ? null : ReceiptFile.parse(receipt.body().getBytes(UTF_8));
    }

    /** Whatever is asked for. */
    interface Question {
        Reply ask() throws InterruptedException;
    }

    /** The reply with what shows that orders are in the tree; null if it did not come in time, which is told then. */
    Reply await(String what, Question question) throws InterruptedException {
        return await(what, late, question);
    }

    private Reply await(String what, List<String> otherwise, Question question) throws InterruptedException {
        Reply[] last = new Reply[1];
        long left = Math.max(EACH_WAIT.toNanos(), deadline - System.nanoTime());
        Patience.await(Duration.ofNanos(left), () -> {
            last[0] = question.ask();
            return last[0].isOk();
        });
        if (last[0].isOk()) {
            return last[0];
        }
        otherwise.add(what + ": " + last[0].told());
        return null;
    }
}
