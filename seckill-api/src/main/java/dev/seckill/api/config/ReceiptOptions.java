package dev.seckill.api.config;

import dev.seckill.model.proof.ProofKeys;
import dev.seckill.model.proof.ProofOptions;
import dev.seckill.model.settings.Problems;
import dev.seckill.proof.text.ShopKeys.Role;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How buyers get receipts. */
final class ReceiptOptions {

    @Mixin
    ProofOptions proof;

    @Option(
            names = "--receipts-max",
            defaultValue = "${env:RECEIPTS_MAX:-1000}",
            description = "Receipts that may be asked for at once, all of which one thread signs; past it 503."
                    + " [1..100000]")
    int receiptsMax;

    @Option(
            names = "--receipt-wait",
            defaultValue = "${env:RECEIPT_WAIT:-2s}",
            description = "Bound on finding an order in the order log for its receipt; past it 503. [10ms..1m]")
    Duration receiptWait;

    @Option(
            names = "--receipt-proof-wait",
            defaultValue = "${env:RECEIPT_PROOF_WAIT:-500ms}",
            description =
                    "Bound on asking the consumer at --order-book for the proof of an order, and on asking for the"
                            + " certificate of its sale; past it the receipt comes without. Both waits come on top of"
                            + " --answer-wait. [10ms..5s]")
    Duration receiptProofWait;

    /** The settings; null if there are no keys, or a problem was added. */
    ReceiptSettings toSettings(Problems problems) {
        ProofKeys keys = proof.toKeys(Role.RECEIPTS, Instant.now(), problems);
        return keys == null ? null : new ReceiptSettings(keys, receiptsMax, receiptWait, receiptProofWait);
    }
}
