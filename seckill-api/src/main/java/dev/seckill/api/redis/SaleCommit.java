package dev.seckill.api.redis;

import dev.seckill.api.sale.BatchPlan;
import dev.seckill.api.sale.EventId;
import dev.seckill.model.SaleId;
import java.util.List;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Applies a plan and learns for certain what became of it: by the transaction's reply; by {@link ExecReadBack} where the
 * reply got lost; and by {@link HalfDoneHalt} where only a part was done. Used by one thread.
 */
final class SaleCommit {

    private final SaleId sale;
    private final SaleTransaction transaction;
    private final LookAhead ahead;
    private final SoundLook look;
    private final ExecReadBack readBack;
    private final HalfDoneHalt halt;

    SaleCommit(
            SaleId sale,
            SaleTransaction transaction,
            LookAhead ahead,
            SoundLook look,
            ExecReadBack readBack,
            HalfDoneHalt halt) {
        this.sale = sale;
        this.transaction = transaction;
        this.ahead = ahead;
        this.look = look;
        this.readBack = readBack;
        this.halt = halt;
    }

    /**
     * Applies the plan.
     *
     * @param seen what it was made upon
     * @param settled events to remove from the outbox, whether the plan is applied or not
     * @return false if somebody else has changed the sale; nothing was done then
     * @throws HalfDoneException if Redis has done only a part; the sale is halted then
     * @throws dev.seckill.api.sale.OutcomeUnknownException if it cannot be told whether it was applied
     */
    boolean apply(BatchPlan plan, SaleReader.Snapshot seen, List<EventId> settled) {
        try {
            SaleTransaction.Result result = transaction.run(plan, seen, settled, ahead.isWanted());
            if (!result.applied()) {
                ahead.rest();
                return false;
            }
            ahead.keep(result.next());
            return true;
        } catch (HalfDoneException e) {
            halt(plan, e);
            throw e;
        } catch (JedisConnectionException e) {
            look.disconnect();
            return isApplied(plan, e);
        }
    }

    private boolean isApplied(BatchPlan plan, JedisConnectionException loss) {
        switch (readBack.whatBecameOf(plan, loss)) {
            case APPLIED -> {
                return true;
            }
            case NOT_APPLIED -> {
                return false;
            }
            default -> {
                HalfDoneException e = new HalfDoneException(sale, "read back after its reply got lost", loss);
                halt(plan, e);
                throw e;
            }
        }
    }

    /** Nothing of the batch is told or delivered; if Redis refuses even the halt, every look of this instance tries again. */
    private void halt(BatchPlan plan, HalfDoneException reason) {
        ahead.forget();
        halt.isDueTo(plan, reason);
        halt.finish();
    }
}
