package dev.seckill.consumer.report;

import java.time.Duration;
import java.util.Objects;

/**
 * What a report may cost a program that does other work beside it.
 *
 * @param time longest time that MySQL may take for all of it
 * @param ordersMax most orders of a sale whose journal is replayed, for which memory grows with them
 */
public record ReportBound(Duration time, long ordersMax) {

    public ReportBound {
        Objects.requireNonNull(time, "time");
    }
}
