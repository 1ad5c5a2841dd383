package dev.seckill.consumer.audit;

import java.util.List;

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
 * @param wrong entries whose units left do not follow from the entries before, or are below zero
 * @param revived numbers that were given up and are there
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
        Finding wrong,
        Finding revived,
        Finding disagreeing) {

    boolean passes(boolean gapsAllowed) {
        return (gapsAllowed || missing == 0) && wrong.count() == 0 && revived.count() == 0 && disagreeing.count() == 0;
    }
}
