package dev.seckill.loadtest.witness;

/**
 * What an operator did to a sale, as its journal must tell it.
 *
 * @param what the kind of the event; of a SALE_CHANGED what was changed
 * @param units how it changed what is left
 * @param by the name of the operator
 */
public record DueChange(String what, long units, String by) {

    /** As the journal tells it. */
    public static DueChange of(SaleStep step) {
        return new DueChange(step.change() == null ? step.kind() : step.change(), step.units(), step.by());
    }

    @Override
    public String toString() {
        return what + (units == 0 ? "" : " " + units) + " by " + by;
    }
}
