package dev.seckill.loadtest.run;

import dev.seckill.infra.Checkout;
import dev.seckill.loadtest.RunFolder;
import dev.seckill.loadtest.Terminal;
import dev.seckill.loadtest.proof.ProofVerdict;
import dev.seckill.loadtest.proof.SaleProofs;
import dev.seckill.loadtest.proof.StandAloneVerifier;
import dev.seckill.loadtest.witness.VerdictPrinter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** After the verdict of a run: every buyer who was told of an order fetches the receipt and has it checked. */
final class ReceiptStep {

    private final Path receipts;
    private final Terminal terminal;

    ReceiptStep(RunFolder folder, Terminal terminal) {
        this.receipts = folder.path().resolve("receipts");
        this.terminal = terminal;
    }

    /** The way to the proofs of the sale that was run. */
    interface Way {

        /** @param receipts where they are kept */
        SaleProofs to(StandAloneVerifier verifier, Path receipts) throws IOException;
    }

    /**
     * Has them checked and says what came of it.
     *
     * @param rootKey of a system that must give receipts; null for one that may
     * @return whether all are proven, or there need not be any
     */
    boolean areProven(List<String> orders, String rootKey, Way way) throws IOException, InterruptedException {
        SaleProofs proofs = way.to(StandAloneVerifier.find(Checkout.find().root(), rootKey), receipts);
        if (rootKey == null && !proofs.areGiven()) {
            terminal.say("  certificate      none: this system gives no receipts");
            return true;
        }
        ProofVerdict verdict = proofs.all(orders, 0);
        terminal.say("  " + verdict.text() + (verdict.isPass() ? "" : "\n" + VerdictPrinter.banner(false)));
        return verdict.isPass();
    }
}
