package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.sale.SaleState;
import java.util.Optional;
import java.util.OptionalLong;

/** How many units the sale offers: what the operator says, what Redis knows, or what the newest order says. */
final class OfferedUnits {

    private final LoggedSale log;
    private final RecoveryDoubts doubts;
    private final Long allotment;

    /** @param allotment units offered, if the operator knows better than the log, or null */
    OfferedUnits(LoggedSale log, RecoveryDoubts doubts, Long allotment) {
        this.log = log;
        this.doubts = doubts;
        this.allotment = allotment;
    }

    /**
     * What speaks against rebuilding the sale with these units.
     *
     * @param afresh whether nothing of what Redis holds is believed
     */
    Optional<String> doubt(SaleState state, boolean afresh, OptionalLong offered) {
        boolean isGiven = allotment != null;
        Optional<String> doubt = doubts.ofTheOrders()
                .or(() -> doubts.ofTheNumbers(afresh ? 0 : state.voided(), isGiven))
                .or(() -> isGiven || knowsBest(state) ? Optional.empty() : doubts.ofTheAllotment(allotmentIn(state)));
        if (doubt.isPresent()) {
            return doubt;
        }
        if (offered.isEmpty()) {
            return Optional.of(doubts.ofRedis(state));
        }
        if (offered.getAsLong() < 0 || offered.getAsLong() == 0 && !isMadeWithoutUnits()) {
            return Optional.of("the order log has no order of this sale, so nothing says how many units it offers."
                    + " Give --allotment, or SET the counter to its units, then run recover again.");
        }
        return offered.getAsLong() - log.taken() > RecoveryDoubts.UNITS_MAX
                ? Optional.of(
                        offered.getAsLong() + " units offered are more than a sale can have left. Give --allotment.")
                : Optional.empty();
    }

    /** An operator may make a sale first and put its units on sale later. */
    private boolean isMadeWithoutUnits() {
        return log.isExplained() && log.orders() == 0;
    }

    /** Whoever knows the newest order knows best; Redis also knows of units that were added after it. */
    OptionalLong in(SaleState state) {
        if (allotment != null) {
            return OptionalLong.of(allotment);
        }
        return knowsBest(state) ? doubts.offeredIn(state) : OptionalLong.of(log.allotment());
    }

    private boolean knowsBest(SaleState state) {
        return state.left() != null
                && state.epoch() >= log.epoch()
                && state.seq() >= log.seq()
                && state.lastNo() >= log.no();
    }

    private static Long allotmentIn(SaleState state) {
        return state.left() == null ? state.allotment() : Long.valueOf(state.offered());
    }
}
