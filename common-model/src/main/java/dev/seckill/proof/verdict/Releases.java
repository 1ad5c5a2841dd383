package dev.seckill.proof.verdict;

import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.verdict.Violation.Equation;
import java.util.Optional;

/**
 * Whether each release gives back the units of an order that has them: otherwise a shop could sell units twice and invent that
 * they came back in between. Its memory grows with the orders that have units at a time, so it is for who audits a sale and not
 * for who signs it. Not thread-safe.
 */
final class Releases {

    private final OpenOrders open = new OpenOrders();
    private Violation violation;
    private long voids;
    /** Releases of orders that do not stand, as there can be where numbers were given up. */
    private long orphans;

    private long orphanUnits;
    /** Units of orphans that no rebuild has come to yet. */
    private long pendingUnits;
    /** Units of orphans that a rebuild has left on sale. */
    private long keptUnits;

    private boolean isBehindRebuild;

    /**
     * Takes the next leaf.
     *
     * @param no its place in the tree, from 1
     */
    void take(EventLeaf leaf, long no) {
        if (violation != null) {
            return;
        }
        if (isBehindRebuild && !isOfRebuild(leaf)) {
            settle(leaf);
        }
        switch (leaf.kind()) {
            case VOID -> voids++;
            case ACCEPTED -> accept(leaf, no);
            case RELEASED -> release(leaf, no);
            case RECOVERED -> isBehindRebuild = true;
            default -> {} // is about no units of an order
        }
    }

    /** What a rebuild writes before it takes units off the sale; a release sells nothing. A second one may come in between. */
    private static boolean isOfRebuild(EventLeaf leaf) {
        return leaf.isVoid() || leaf.kind() == LeafKind.RECOVERED || leaf.kind() == LeafKind.RELEASED;
    }

    private void accept(EventLeaf leaf, long no) {
        if (open.units(leaf.holder()) != OpenOrders.NONE) {
            violate(no, "its order was accepted before, and has its units");
            return;
        }
        open.add(leaf.holder(), leaf.units());
    }

    private void release(EventLeaf leaf, long no) {
        long taken = open.units(leaf.holder());
        if (taken == OpenOrders.NONE) {
            releaseOrphan(leaf, no);
        } else if (taken + leaf.units() != 0) {
            violate(no, "it gives back " + leaf.units() + " units of an order that has " + -taken);
        } else {
            open.remove(leaf.holder());
        }
    }

    private void releaseOrphan(EventLeaf leaf, long no) {
        orphans++;
        if (orphans > voids) {
            violate(
                    no,
                    "it gives back " + leaf.units() + " units of no order that has them, as " + orphans
                            + " releases do, with " + voids + " numbers given up before");
            return;
        }
        // No sum of them overflows that equation E1 has not refused, which counts all releases.
        orphanUnits += leaf.units();
        pendingUnits += leaf.units();
    }

    /** A rebuild that finds units given back which nobody had takes them off the sale at once. */
    private void settle(EventLeaf next) {
        isBehindRebuild = false;
        long takenOff = next.kind() == LeafKind.RESTOCKED ? Math.max(0, -next.units()) : 0;
        keptUnits += Math.max(0, pendingUnits - takenOff);
        pendingUnits = 0;
    }

    private void violate(long no, String what) {
        violation = new Violation(Equation.E6, no, what);
    }

    /** The first release, or acceptance, that cannot be. */
    Optional<Violation> violation() {
        return Optional.ofNullable(violation);
    }

    /** Why nobody can say whether units were sold twice; empty if they were not. */
    Optional<String> doubt() {
        long units = pendingUnits + keptUnits;
        return units == 0
                ? Optional.empty()
                : Optional.of(
                        units + " units were given back by orders whose numbers were given up, if they were orders,"
                                + " and no rebuild has taken them off the sale");
    }

    /** Units that were given back by orders that do not stand. */
    long orphanUnits() {
        return orphanUnits;
    }
}
