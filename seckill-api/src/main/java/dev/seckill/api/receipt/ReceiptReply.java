package dev.seckill.api.receipt;

import dev.seckill.proof.text.ReceiptFile;

/** What comes of asking for a receipt. */
public sealed interface ReceiptReply {

    /**
     * The shop gives its word.
     *
     * @param no the order's number in the sale's journal
     * @param file what the buyer keeps
     */
    record Signed(long no, ReceiptFile file) implements ReceiptReply {}

    /** The order is accepted, and its event not yet known to be in the order log. */
    record Waiting() implements ReceiptReply {}

    /** The sale has no such order. */
    record Unknown() implements ReceiptReply {}

    /**
     * The order is there and never has a receipt.
     *
     * @param detail why, as a sentence
     */
    record None(String detail) implements ReceiptReply {}

    /**
     * Something that is needed cannot be used now.
     *
     * @param detail what, as a sentence without addresses
     */
    record Unavailable(String detail) implements ReceiptReply {}

    /** Too many ask at once. */
    record Full() implements ReceiptReply {}
}
