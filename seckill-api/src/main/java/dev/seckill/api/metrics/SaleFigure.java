package dev.seckill.api.metrics;

import dev.seckill.api.decide.SaleInUse;
import dev.seckill.api.outbox.OutboxSeen;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One figure of sales.
 *
 * @param isAge whether the highest counts where sales are put together; otherwise the sum
 * @param needsSight whether it can only be told of a sale that was seen
 */
record SaleFigure(String name, String help, boolean isAge, boolean needsSight, ToDoubleFunction<SaleInUse> value) {

    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** All that have no label but the sale. */
    static List<SaleFigure> all(OutboxSeen outboxes, long nowNanos) {
        return List.of(
                seen(
                        "allotment_units",
                        "Units offered so far.",
                        sale -> sale.seen().allotment()),
                seen("left_units", "Units not decided.", sale -> sale.seen().left()),
                seen(
                        "held_units",
                        "Units of orders that are held.",
                        sale -> sale.seen().held()),
                seen(
                        "confirmed_units",
                        "Units sold.",
                        sale -> (double) sale.seen().allotment()
                                - sale.seen().left()
                                - sale.seen().held()),
                seen(
                        "accepted_orders",
                        "Orders so far, those that were released included.",
                        sale -> sale.seen().progress().accepted()),
                seen(
                        "held_orders",
                        "Orders that are held.",
                        sale -> sale.seen().progress().heldOrders()),
                seen(
                        "journal_events",
                        "The number of the newest event.",
                        sale -> sale.seen().progress().no()),
                seen(
                        "outbox_events",
                        "Events decided and not known to be in the order log.",
                        sale -> sale.seen().progress().outbox()),
                age(
                        "outbox_oldest_age_seconds",
                        "For how long the oldest of those events has been seen; 0 without any.",
                        sale -> outboxes.oldestAgeNanos(sale.sale(), nowNanos)),
                age(
                        "overdue_seconds",
                        "For how long a hold has been over that could not be ended; 0 without any.",
                        SaleInUse::overdueNanos),
                age("look_age_seconds", "How old the instance's last look is.", SaleInUse::lookAgeNanos));
    }

    private static SaleFigure seen(String name, String help, ToDoubleFunction<SaleInUse> value) {
        return new SaleFigure("seckill_sale_" + name, help, false, true, value);
    }

    private static SaleFigure age(String name, String help, ToDoubleFunction<SaleInUse> nanos) {
        return new SaleFigure(
                "seckill_sale_" + name, help, true, false, sale -> nanos.applyAsDouble(sale) / NANOS_A_SECOND);
    }

    /** Whether it can be told of the sale. */
    boolean isOf(SaleInUse sale) {
        return !needsSight || sale.seen() != null;
    }

    /** Of some sales together. */
    double together(List<SaleInUse> sales) {
        DoubleStream values = sales.stream().filter(this::isOf).mapToDouble(value);
        return isAge ? values.max().orElse(0) : values.sum();
    }
}
