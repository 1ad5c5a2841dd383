package dev.seckill.loadtest.witness;

/**
 * Where the journal of a sale must have come to, as Redis says.
 *
 * @param no the highest number given so far; 0 before the first event
 * @param left the counter
 */
public record JournalEnd(long no, long left) {}
