package dev.seckill.loadtest.witness;

/**
 * What Redis says about a sale.
 *
 * @param left the counter: units not yet decided
 * @param allotment units offered so far, those of earlier runs included
 * @param seq the highest place given so far; it never goes back
 * @param voided places that were given and taken back, because their order never reached the order log
 */
public record CounterState(long left, long allotment, long seq, long voided) {

    /** Units decided so far, those of earlier runs included. */
    public long decided() {
        return seq - voided;
    }
}
