package dev.seckill.consumer.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an audit found in the journal of a sale.
 *
 * @param events entries in the book
 * @param lastNo the highest number of them
 * @param givenUp numbers that a recover has given up, so nothing is missing there
 * @param parked numbers of entries that are parked and not stored
 * @param missing other numbers from 1 to the highest, of the book or of the log as it was read, that the book has not
 * @param firstMissing the first of them, as {@code 7} or {@code 9-12}
 * @param unread those of them that may stand in messages that the consumer group has not read yet
 * @param inFlight numbers above all that were on the log as it was read, of which the book has some and not these yet
 * @param units where the units are in the end
 * @param wrong entries whose units left do not follow from the entries before, or are below zero; a sum of units that is not the
 *     allotment
 * @param revived numbers that were given up and are there
 * @param outside orders that were accepted while the sale was paused, closed or outside its hours
 * @param overLimit orders with which a buyer, or one order, got more than was allowed
 * @param illegal entries that cannot follow the earlier ones of their order
 * @param row what the table of sales says and the journal does not
 * @param disagreeing entries whose order is not there or is another, and orders whose entry is not
 */
record SaleJournal(
        String sale,
        long events,
        long lastNo,
        long givenUp,
        long parked,
        long missing,
        List<String> firstMissing,
        long unread,
        long inFlight,
        JournalUnits units,
        Finding wrong,
        Finding revived,
        Finding outside,
        Finding overLimit,
        Finding illegal,
        Finding row,
        Finding disagreeing) {

    boolean passes(boolean gapsAllowed) {
        return (gapsAllowed || missing == 0)
                && Stream.of(wrong, revived, outside, overLimit, illegal, row, disagreeing)
                        .allMatch(finding -> finding.count() == 0);
    }
}
