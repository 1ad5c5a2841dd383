package dev.seckill.api.recover;

import dev.seckill.api.redis.OrderTally;
import dev.seckill.api.redis.SaleLoss;
import dev.seckill.api.sale.RebuiltSale;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a recovery found and did.
 *
 * @param found what Redis and the log had at the start, or null: it refused before it compared them
 * @param dropped the backup that was not believed, or null
 * @param damaged what stands in the outbox and is no order of the sale
 * @param outcome how it ended
 */
public record RecoveryReport(Found found, Backup dropped, Damaged damaged, Outcome outcome) {

    private static final Damaged NONE = new Damaged(0, "", List.of());

    static RecoveryReport of(Found found, Outcome outcome) {
        return new RecoveryReport(found, null, NONE, outcome);
    }

    /** Whether the sale is fine now. */
    public boolean isFine() {
        return !(outcome instanceof Refused);
    }

    /**
     * What Redis and the order log had at the start.
     *
     * @param left units left by the counter, or null if there was none
     * @param seq the highest number that Redis knew
     * @param logged orders in the log
     * @param loggedSeq the highest number among them
     * @param lost what Redis had lost of the sale
     */
    public record Found(Long left, long seq, long logged, long loggedSeq, Set<SaleLoss> lost) {}

    /**
     * Redis was a backup from before the sale was rebuilt; its outbox and keys are worth nothing.
     *
     * @param rebuiltAt when the sale was rebuilt
     * @param orders orders in the outbox
     */
    public record Backup(Instant rebuiltAt, long orders) {}

    /**
     * Entries of the outbox that are no orders of the sale.
     *
     * @param entries how many
     * @param outbox the outbox's key
     * @param first the first few, each with the reason
     */
    public record Damaged(long entries, String outbox, List<String> first) {}

    /** How a recovery ended. */
    public sealed interface Outcome {}

    /** Nothing was to be done. */
    public record Sound() implements Outcome {}

    /** The sale was not opened; the reason says what to do. */
    public record Refused(String reason) implements Outcome {}

    /**
     * The sale was rebuilt and is open.
     *
     * @param tally how far its orders got
     * @param keys idempotency keys that are known again
     * @param logged orders that were left of the log
     * @param cut whether the log has lost its beginning
     * @param ignored messages that were not read, comma after comma, as the setting has it
     */
    public record Rebuilt(RebuiltSale sale, OrderTally tally, long keys, long logged, boolean cut, String ignored)
            implements Outcome {}
}
