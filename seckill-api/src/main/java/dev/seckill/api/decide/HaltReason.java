package dev.seckill.api.decide;

import dev.seckill.api.sale.NewerFormatException;
import dev.seckill.api.sale.SaleState;
import java.util.Locale;

/** Why nothing can be sold of a sale here, in classes that figures can be counted by. */
public enum HaltReason {
    /** It is halted until {@code recover}. */
    RECOVER,
    /** Redis cannot be used. */
    REDIS,
    /** The order log cannot be read. */
    LOG,
    /** A guard waits, as a rule until every instance has looked at it. */
    SETTLING,
    /** What Redis holds of it cannot be used. */
    DATA,
    /** A newer version of this program sells it. */
    NEWER;

    /** The class of what is told of the sale; null without any trouble, or before the first look. */
    public static HaltReason of(SaleView view) {
        if (view.trouble() == null || !view.isLookedAt()) {
            return null;
        }
        return switch (view.trouble()) {
            case SaleState.HALTED_TROUBLE -> RECOVER;
            case "Redis cannot be used." -> REDIS;
            case "The order log cannot be read." -> LOG;
            case "The sale's data cannot be used." -> DATA;
            case NewerFormatException.TROUBLE -> NEWER;
            default -> SETTLING;
        };
    }

    /** The name in the figures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
