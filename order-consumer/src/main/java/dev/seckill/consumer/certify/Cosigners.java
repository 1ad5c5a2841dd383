package dev.seckill.consumer.certify;

import dev.seckill.consumer.status.CosignerMetrics;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.text.Origin;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who sign the trees beside the shop, each asked on a thread of its own: one that is slow or away holds up neither another
 * one nor the certifier. Thread-safe.
 */
public final class Cosigners implements AutoCloseable {

    /** After a cosigner has failed. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** For each of them, so that one whose name is looked up for a long time has none of another's. */
    private static final int HTTP_THREADS = 2;

    private static final Duration STOP_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Cosigners.class);

    private final CheckpointFiles files;
    private final List<CosignerRound> rounds;
    private final List<Thread> threads = new ArrayList<>();
    private final List<ExecutorService> httpThreads;

    private Cosigners(CheckpointFiles files, List<CosignerRound> rounds, List<ExecutorService> httpThreads) {
        this.files = Objects.requireNonNull(files, "files");
        this.rounds = List.copyOf(rounds);
        this.httpThreads = List.copyOf(httpThreads);
    }

    /** Nobody. */
    static Cosigners none(CertifySettings settings) {
        return new Cosigners(files(settings), List.of(), List.of());
    }

    /** Starts to ask those of the file; they are told of each sale by the certifier. */
    public static Cosigners start(
            List<CosignerAddress> addresses,
            CertifySettings settings,
            ProofKeys keys,
            CosignerMetrics metrics,
            Clock clock) {
        metrics.known(addresses.size());
        if (addresses.isEmpty()) {
            return none(settings);
        }
        CheckpointFiles files = files(settings);
        Duration wait = settings.cosigners().answerWait();
        List<ExecutorService> httpThreads = new ArrayList<>();
        List<CosignerRound> rounds = new ArrayList<>();
        for (CosignerAddress address : addresses) {
            ExecutorService own = Executors.newFixedThreadPool(HTTP_THREADS, work -> daemon(work, "cosigner-http"));
            httpThreads.add(own);
            HttpClient http = HttpCosigner.client(wait, settings.cosigners().tls(), own);
            rounds.add(new CosignerRound(
                    address.key(),
                    new HttpCosigner(address.url(), http, wait),
                    files,
                    keys,
                    wait,
                    PAUSE,
                    metrics,
                    clock,
                    System::nanoTime));
        }
        Cosigners cosigners = new Cosigners(files, rounds, httpThreads);
        for (CosignerRound round : rounds) {
            Thread thread = daemon(() -> run(round), "cosigner-" + cosigners.threads.size());
            cosigners.threads.add(thread);
            thread.start();
        }
        return cosigners;
    }

    private static CheckpointFiles files(CertifySettings settings) {
        return new CheckpointFiles(new SaleFolders(settings.proofs(), settings.publish()));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void run(CosignerRound round) {
        try {
            while (true) {
                if (!round.turn()) {
                    round.awaitDue();
                }
            }
        } catch (InterruptedException stopped) {
            return;
        } catch (RuntimeException | Error e) {
            LOG.error("certify - a cosigner is not asked any more", ShownFailure.of(e));
            throw e;
        }
    }

    /** Where their signatures go. */
    CheckpointFiles files() {
        return files;
    }

    /** There may be something of the sale to sign. */
    void tell(Origin origin) {
        rounds.forEach(round -> round.tell(origin));
    }

    /** Whether all have said what they know of the sale, but for those who will not in time. Waits for nothing. */
    boolean haveAnswered(Origin origin) {
        boolean haveAnswered = true;
        for (CosignerRound round : rounds) {
            haveAnswered &= round.hasAnswered(origin);
        }
        return haveAnswered;
    }

    /** The largest tree of the sale that one of them has signed, as far as they have said so. */
    CosignedTree largest(Origin origin) {
        return rounds.stream().map(round -> round.known(origin)).reduce(CosignedTree.NONE, CosignedTree::orLarger);
    }

    /** Returns when all of them have been asked what there is to ask, or when an answer takes too long. */
    public void awaitIdle() throws InterruptedException {
        for (CosignerRound round : rounds) {
            round.awaitIdle();
        }
    }

    /** What is under way is given up. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(STOP_WAIT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        httpThreads.forEach(ExecutorService::shutdownNow);
    }
}
