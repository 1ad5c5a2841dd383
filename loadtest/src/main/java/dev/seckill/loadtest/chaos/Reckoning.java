package dev.seckill.loadtest.chaos;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.seckill.loadtest.witness.JournalVerdict;
import java.util.List;
import java.util.Objects;

/**
 * What the witness found, over the whole run so far.
 *
 * @param offered units put on sale
 * @param left units still on sale
 * @param told distinct orders that buyers were told of
 * @param rows orders in the order book
 * @param untold rows that no buyer was told of: decided for a buyer who had no reply
 * @param lost orders that a buyer was told of and the order book does not have
 * @param duplicate rows that repeat an order or a place, orders told to two buyers, purchases with two orders
 * @param oversold units told, decided or stored past those offered, whichever is the most
 * @param leaked units offered that are neither left nor stored; negative when there are too many
 * @param journal what came of the replay of the sale's journal
 * @param reasons why it is a failure; empty when all is well
 */
public record Reckoning(
        long offered,
        long left,
        long told,
        long rows,
        long untold,
        long lost,
        long duplicate,
        long oversold,
        long leaked,
        JournalVerdict journal,
        List<String> reasons) {

    /** Copies the list. */
    public Reckoning {
        Objects.requireNonNull(journal, "journal");
        reasons = List.copyOf(reasons);
    }

    /** Whether all is well. */
    @JsonProperty("pass")
    public boolean isPass() {
        return reasons.isEmpty();
    }
}
