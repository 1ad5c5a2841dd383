package dev.seckill.loadtest.shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A sale as an operator lays it down.
 *
 * @param name what buyers read
 * @param allotment units offered in all, what is sold included
 * @param opensAt null: it is open at once
 * @param closesAt null: when its operator closes it
 * @param perBuyer units that one buyer may have; 0 for no limit
 * @param holdFor how long an order is held until it must be paid, whole seconds; zero: it is sold at once
 * @param holdMax how long with all extensions, whole seconds
 * @param cancellable whether what is paid can be taken back
 */
public record SalePlan(
        String name,
        long allotment,
        Instant opensAt,
        Instant closesAt,
        long perBuyer,
        Duration holdFor,
        Duration holdMax,
        boolean cancellable) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ITEM = "car";

    /** Checks that nothing is missing. */
    public SalePlan {
        Objects.requireNonNull(name, "name");
    }

    /** One whose orders are sold at once. */
    public SalePlan(String name, long allotment, Instant opensAt, long perBuyer) {
        this(name, allotment, opensAt, null, perBuyer, Duration.ZERO, Duration.ZERO, false);
    }

    /** The same with other limits and units. */
    public SalePlan with(long newAllotment, long newPerBuyer) {
        return new SalePlan(name, newAllotment, opensAt, closesAt, newPerBuyer, holdFor, holdMax, cancellable);
    }

    /** The same with other units, which closes by itself. */
    public SalePlan closing(Instant at, long newAllotment) {
        return new SalePlan(name, newAllotment, opensAt, at, perBuyer, holdFor, holdMax, cancellable);
    }

    String toJson() {
        ObjectNode plan = JSON.createObjectNode()
                .put("name", name)
                .put("item", ITEM)
                .put("allotment", allotment)
                .put("perBuyer", perBuyer);
        if (!holdFor.isZero()) {
            plan.put("holdFor", holdFor.toSeconds()).put("holdMax", holdMax.toSeconds());
        }
        if (cancellable) {
            plan.put("cancellable", true);
        }
        if (opensAt != null) {
            plan.put("opensAt", opensAt.toString());
        }
        if (closesAt != null) {
            plan.put("closesAt", closesAt.toString());
        }
        return plan.toString();
    }
}
