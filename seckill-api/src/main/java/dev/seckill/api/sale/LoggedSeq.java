package dev.seckill.api.sale;

import dev.seckill.model.event.SaleEvent;

/** Knows how far the order log got with one sale. */
@FunctionalInterface
public interface LoggedSeq {

    /** Nothing is logged. */
    Mark NONE = new Mark(0, 0, 0, 0, true);

    /**
     * How far a sale got.
     *
     * @param no the highest number in the sale's journal, 0 when there is none; older programs kept no journal
     * @param seq the highest number of an order, 0 when there is none
     * @param epoch when the sale was last rebuilt before one of the events was decided, in milliseconds since 1970; 0 for
     *     never
     * @param left units left after the event that has the number {@code no}, where units are all that was logged; else 0
     * @param onlyUnits whether nothing is logged but units that were put on sale or taken back
     */
    record Mark(long no, long seq, long epoch, long left, boolean onlyUnits) {

        /** One of a sale of which more is logged than units. */
        public Mark(long no, long seq, long epoch) {
            this(no, seq, epoch, 0, false);
        }

        /** What one event says, whose sale was last rebuilt at that time before it. */
        public static Mark of(SaleEvent event, long epoch) {
            if (event instanceof SaleEvent.Restocked) {
                return new Mark(event.no(), 0, epoch, event.left(), true);
            }
            long seq = event instanceof SaleEvent.Accepted accepted
                    ? accepted.order().seq()
                    : 0;
            return new Mark(event.no(), seq, epoch);
        }

        /** The higher of both, each figure by itself. */
        public Mark max(Mark other) {
            boolean units = onlyUnits && other.onlyUnits;
            return new Mark(
                    Math.max(no, other.no),
                    Math.max(seq, other.seq),
                    Math.max(epoch, other.epoch),
                    units ? (no >= other.no ? left : other.left) : 0,
                    units);
        }
    }

    /**
     * What the order log has of the sale at the time of the call. Bounded in time.
     *
     * @throws RuntimeException if the order log cannot be read now
     */
    Mark highest();
}
