package dev.seckill.api.config;

import dev.seckill.model.proof.ProofKeys;
import java.time.Duration;

/**
 * How receipts are given.
 *
 * @param keys what they are signed with
 * @param max receipts that may be asked for at once
 * @param searchWait bound on finding an order in the order log
 * @param proofWait bound on asking the consumer for a proof, and on asking for a certificate
 */
public record ReceiptSettings(ProofKeys keys, int max, Duration searchWait, Duration proofWait) {}
