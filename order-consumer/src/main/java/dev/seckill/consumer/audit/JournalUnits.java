package dev.seckill.consumer.audit;

/**
 * Where the units of a sale are at the end of its journal: {@code allotment = left + held + confirmed}, as long as no entry is
 * missing.
 *
 * @param allotment units offered
 * @param left units that nobody has
 * @param held units of orders that must still be confirmed
 * @param confirmed units of orders that are sold
 * @param released units that orders gave back
 * @param late orders that were paid after they had given their units back
 * @param overdue orders that are held and should be released by now; told, and no failure, because nobody may have looked at
 *     the sale since
 * @param haveALife whether any order of the sale was more than accepted
 */
record JournalUnits(
        long allotment,
        long left,
        long held,
        long confirmed,
        long released,
        long late,
        long overdue,
        boolean haveALife) {}
