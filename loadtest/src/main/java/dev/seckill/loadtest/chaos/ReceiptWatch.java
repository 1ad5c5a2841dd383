package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.proof.ProofVerdict;
import dev.seckill.loadtest.proof.SaleProofs;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.proof.text.Certificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has the receipts checked of the orders that buyers were told of: some of those of a round right after it, and in the end all
 * of them.
 */
final class ReceiptWatch {

    private final int most;
    private final List<Sale> sales = new ArrayList<>();

    private static final class Sale {
        private final Stall stall;
        private final SaleProofs proofs;
        private int answersSeen;

        Sale(Stall stall, SaleProofs proofs) {
            this.stall = stall;
            this.proofs = proofs;
        }

        /** Ids of the orders that were told since this was last asked. */
        List<String> news() {
            List<Answer> answers = stall.notebook().answersFrom(answersSeen);
            answersSeen += answers.size();
            return Answer.orderIds(answers);
        }

        List<String> orders() {
            return Answer.orderIds(stall.notebook().answers());
        }
    }

    /**
     * @param apis who gives receipts
     * @param most receipts of each sale after a round
     * @param folder for the receipts and what the verifier says, a folder for each sale
     */
    ReceiptWatch(List<Stall> stalls, List<URI> apis, int most, StandAloneVerifier verifier, Path folder)
            throws IOException {
        this.most = most;
        for (Stall stall : stalls) {
            Path receipts = folder.resolve(stall.sale().value());
            sales.add(new Sale(stall, new SaleProofs(apis, stall.sale(), verifier, receipts)));
        }
    }

    /** What the receipts prove of the newest orders of a round that is over, sale by sale. */
    Map<String, ProofVerdict> ofRound() throws IOException, InterruptedException {
        Map<String, ProofVerdict> verdicts = new TreeMap<>();
        for (Sale sale : sales) {
            List<String> news = sale.news();
            List<String> newest = news.subList(Math.max(0, news.size() - most), news.size());
            verdicts.put(sale.stall.sale().value(), sale.proofs.soon(newest));
        }
        return verdicts;
    }

    /**
     * What the receipts of all orders prove, and whether each sale's certificate tells the journal that the witness has seen.
     *
     * @param reckonings the witness's last word of each sale, since when nothing moves any more
     */
    Map<String, ProofVerdict> ofAll(List<SaleReckoning> reckonings) throws IOException, InterruptedException {
        Map<String, ProofVerdict> verdicts = new TreeMap<>();
        for (Sale sale : sales) {
            String name = sale.stall.sale().value();
            JournalVerdict journal = reckonings.stream()
                    .filter(one -> one.sale().equals(name))
                    .map(one -> one.reckoning().journal())
                    .findFirst()
                    .orElseThrow();
            long end = end(sale.stall);
            ProofVerdict verdict = sale.proofs.all(sale.orders(), end);
            verdicts.put(name, verdict.with(otherwise(verdict.certificate(), journal, end)));
        }
        return verdicts;
    }

    private static long end(Stall stall) {
        try (SaleCounter counter = stall.stores().counter()) {
            return counter.journalEnd().no();
        }
    }

    /**
     * What a certificate says otherwise than the journal.
     *
     * @param certificate null if there is none, which is told already
     * @param end the highest number that Redis gave; what has no event was given up
     */
    static List<String> otherwise(Certificate certificate, JournalVerdict journal, long end) {
        List<String> otherwise = new ArrayList<>();
        if (certificate != null) {
            addIfOther("events", certificate.size(), end, otherwise);
            addIfOther("numbers given up", certificate.figures().voids(), end - journal.events(), otherwise);
            addIfOther("units left", certificate.figures().left(), journal.left(), otherwise);
        }
        return otherwise;
    }

    private static void addIfOther(String what, long certified, long seen, List<String> otherwise) {
        if (certified != seen) {
            otherwise.add("the certificate says " + certified + " " + what + ", the journal " + seen);
        }
    }
}
