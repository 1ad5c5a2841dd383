package dev.seckill.proof.verdict;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.TlogProof;
import java.util.ArrayList;
import java.util.List;

/**
 * What was given beside the receipt's file, in any order.
 *
 * @param keys later lists of the shop's keys
 * @param proofs what stands at the order's number, or that its units went back
 * @param certificates of the sale
 * @param checkpoints of the sale
 * @param receipts of other buyers of the sale
 * @param findings what the sale's leaves show to everybody
 * @param doubts why the leaves do not show that the sale adds up
 */
public record Evidence(
        List<Note> keys,
        List<TlogProof> proofs,
        List<Note> certificates,
        List<Checkpoint> checkpoints,
        List<Receipt> receipts,
        List<Finding> findings,
        List<String> doubts) {

    /** Nothing. */
    public static final Evidence NONE =
            new Evidence(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Evidence {
        keys = List.copyOf(keys);
        proofs = List.copyOf(proofs);
        certificates = List.copyOf(certificates);
        checkpoints = List.copyOf(checkpoints);
        receipts = List.copyOf(receipts);
        findings = List.copyOf(findings);
        doubts = List.copyOf(doubts);
    }

    /** This and a list of keys. */
    public Evidence withKeys(Note more) {
        return new Evidence(and(keys, more), proofs, certificates, checkpoints, receipts, findings, doubts);
    }

    /** This and a proof. */
    public Evidence with(TlogProof more) {
        return new Evidence(keys, and(proofs, more), certificates, checkpoints, receipts, findings, doubts);
    }

    /** This and a certificate. */
    public Evidence withCertificate(Note more) {
        return new Evidence(keys, proofs, and(certificates, more), checkpoints, receipts, findings, doubts);
    }

    /** This and a checkpoint. */
    public Evidence with(Checkpoint more) {
        return new Evidence(keys, proofs, certificates, and(checkpoints, more), receipts, findings, doubts);
    }

    /** This and a receipt. */
    public Evidence with(Receipt more) {
        return new Evidence(keys, proofs, certificates, checkpoints, and(receipts, more), findings, doubts);
    }

    /** This and what the leaves show. */
    public Evidence with(Finding more) {
        return new Evidence(keys, proofs, certificates, checkpoints, receipts, and(findings, more), doubts);
    }

    /** This and why the leaves do not show that the sale adds up. */
    public Evidence withDoubt(String more) {
        return new Evidence(keys, proofs, certificates, checkpoints, receipts, findings, and(doubts, more));
    }

    private static <T> List<T> and(List<T> some, T more) {
        List<T> all = new ArrayList<>(some);
        all.add(more);
        return all;
    }
}
