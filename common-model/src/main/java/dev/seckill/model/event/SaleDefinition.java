package dev.seckill.model.event;

import dev.seckill.model.ForeignText;
import java.time.Instant;
import java.util.Objects;

/**
 * What the operator of a sale has laid down.
 *
 * @param name what buyers read, 1 to 200 characters
 * @param item what a unit is, 1 to 64 characters
 * @param opensAt when it opens, cut to the millisecond; null: it is open already
 * @param closesAt when it closes, after it opens; null: it does not close by itself
 * @param perBuyer units that one buyer may have, or 0 for no limit
 * @param perOrder units that one order may have, at least 1
 * @param holds how long an order has its units before it must be confirmed, and whether it can be taken back
 * @param picture where the buyers' page finds a picture of it, see {@link PictureAddress}; null: it has none
 */
public record SaleDefinition(
        String name,
        String item,
        Instant opensAt,
        Instant closesAt,
        long perBuyer,
        int perOrder,
        HoldRules holds,
        String picture) {

    /** The longest name, in characters. */
    public static final int NAME_LENGTH_MAX = 200;

    /** The longest item, in characters. */
    public static final int ITEM_LENGTH_MAX = 64;

    /** The most units that a limit may name. */
    public static final int UNITS_MAX = 1_000_000_000;

    /** @throws IllegalArgumentException if a value is out of its range, or the sale closes before it opens */
    public SaleDefinition {
        EventRules.requireText("name", name, NAME_LENGTH_MAX);
        EventRules.requireText("item", item, ITEM_LENGTH_MAX);
        opensAt = opensAt == null ? null : EventRules.time("opensAt", opensAt);
        closesAt = closesAt == null ? null : EventRules.time("closesAt", closesAt);
        EventRules.require(
                opensAt == null || closesAt == null || closesAt.isAfter(opensAt),
                "closesAt must be after opensAt, but was: ",
                closesAt);
        EventRules.require(
                perBuyer >= 0 && perBuyer <= UNITS_MAX, "perBuyer must be 0 to " + UNITS_MAX + ", but was: ", perBuyer);
        EventRules.require(
                perOrder >= 1 && perOrder <= UNITS_MAX, "perOrder must be 1 to " + UNITS_MAX + ", but was: ", perOrder);
        Objects.requireNonNull(holds, "holds");
        if (picture != null && !PictureAddress.is(picture)) {
            throw new IllegalArgumentException(
                    "picture must be " + PictureAddress.RULE + ", but was: " + ForeignText.shown(picture));
        }
    }

    /** One without a picture. */
    public SaleDefinition(
            String name, String item, Instant opensAt, Instant closesAt, long perBuyer, int perOrder, HoldRules holds) {
        this(name, item, opensAt, closesAt, perBuyer, perOrder, holds, null);
    }

    /** One whose orders are sold as soon as they are accepted. */
    public SaleDefinition(String name, String item, Instant opensAt, Instant closesAt, long perBuyer, int perOrder) {
        this(name, item, opensAt, closesAt, perBuyer, perOrder, HoldRules.NONE);
    }

    /** The same with another picture, or with none. */
    public SaleDefinition withPicture(String other) {
        return new SaleDefinition(name, item, opensAt, closesAt, perBuyer, perOrder, holds, other);
    }
}
