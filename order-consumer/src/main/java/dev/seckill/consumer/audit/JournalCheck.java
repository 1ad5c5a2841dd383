package dev.seckill.consumer.audit;

import dev.seckill.consumer.store.BookQueries.Snapshot;
import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.JournalReads;
import dev.seckill.model.SaleId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The journal of one sale, replayed from the book alone: whether its numbers are dense, its units add up and are never below
 * zero, its orders did what its rules allow, and the tables agree with it. The log is not asked, so a number that is missing
 * right before entries of the last half minute may be on its way.
 *
 * @param events entries in the book
 * @param lastNo the highest number of them
 * @param missing numbers that are not there and not given up
 * @param firstMissing the first of them, as {@code 7} or {@code 9-12}
 * @param inFlight numbers that may be on their way
 * @param givenUp numbers that a recover has given up
 * @param units where the units of the sale are
 * @param findings what is wrong; none if the journal is sound
 */
public record JournalCheck(
        long events,
        long lastNo,
        long missing,
        List<String> firstMissing,
        long inFlight,
        long givenUp,
        Units units,
        List<AuditFinding> findings) {

    private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

    /**
     * Units at the end of the journal: {@code allotment = left + held + confirmed}, if nothing is missing.
     *
     * @param late orders that were paid after their units had gone back
     * @param overdue orders that are held and should be released by now
     */
    public record Units(long allotment, long left, long held, long confirmed, long released, long late, long overdue) {}

    /** Whether the journal proves what happened to its sale. */
    public boolean isSound() {
        return findings.isEmpty();
    }

    /** Replays it; takes no memory for an entry. */
    public static JournalCheck of(Snapshot book, SaleId sale, Clock clock) throws SQLException {
        JournalAudit audit = new JournalAudit(clock);
        JournalReads reads = new JournalReads(book, sale);
        FirstFresh fresh = new FirstFresh(clock.instant().minus(ON_ITS_WAY));
        reads.row(audit::row);
        reads.entries(entry -> {
            fresh.take(entry);
            audit.take(entry);
        });
        audit.ended();
        reads.strays(orderId -> audit.trail(sale.value()).stray(orderId));
        audit.inFlightFrom(sale.value(), fresh.before);
        audit.trail(sale.value());
        return of(audit.journals().get(0));
    }

    private static JournalCheck of(SaleJournal journal) {
        JournalUnits units = journal.units();
        return new JournalCheck(
                journal.events(),
                journal.lastNo(),
                journal.missing(),
                journal.firstMissing(),
                journal.inFlight(),
                journal.givenUp(),
                new Units(
                        units.allotment(),
                        units.left(),
                        units.held(),
                        units.confirmed(),
                        units.released(),
                        units.late(),
                        units.overdue()),
                AuditFinding.of(journal));
    }

    /** The number of the last entry before the first that is fresh: what is missing above it may be on its way. */
    private static final class FirstFresh {
        private final Instant since;
        private long before;
        private boolean isFound;

        FirstFresh(Instant since) {
            this.since = since;
        }

        void take(JournalEntry entry) {
            isFound |= entry.at().isAfter(since);
            before = isFound ? before : entry.no();
        }
    }
}
