package dev.seckill.api.sale;

/** Knows how far the order log got with one sale. */
@FunctionalInterface
public interface LoggedSeq {

    /** Nothing is logged. */
    Mark NONE = new Mark(0, 0, 0);

    /**
     * How far a sale got.
     *
     * @param no the highest number in the sale's journal, 0 when there is none; older programs kept no journal
     * @param seq the highest number of an order, 0 when there is none
     * @param epoch when the sale was last rebuilt before one of the events was decided, in milliseconds since 1970; 0 for
     *     never
     */
    record Mark(long no, long seq, long epoch) {

        /** The higher of both, each figure by itself. */
        public Mark max(Mark other) {
            return new Mark(Math.max(no, other.no), Math.max(seq, other.seq), Math.max(epoch, other.epoch));
        }
    }

    /**
     * What the order log has of the sale at the time of the call. Bounded in time.
     *
     * @throws RuntimeException if the order log cannot be read now
     */
    Mark highest();
}
