package dev.seckill.loadtest.bench;

import dev.seckill.api.sale.Attempt;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockCounter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The API with a Redis that is further away: five milliseconds for both trips of a decision. Its decisions are the
 * bottleneck then, and not the processors that it shares with the load generator, also at twice its capacity.
 */
final class FarRedisServer {

    private static final Duration TWO_TRIPS = Duration.ofMillis(5);

    private FarRedisServer() {}

    /** Takes the options of {@code seckill-api.jar}; runs until it is killed. */
    public static void main(String[] args) {
        ApiVariant.run(args, 1, Far::new);
    }

    private record Far(StockCounter near) implements StockCounter {

        @Override
        public Attempt decide(List<? extends Request> requests, List<EventId> settled, BooleanSupplier tooLate) {
            LockSupport.parkNanos(TWO_TRIPS.toNanos());
            return near.decide(requests, settled, tooLate);
        }

        @Override
        public List<EventId> unsettled(List<EventId> events) {
            return near.unsettled(events);
        }

        @Override
        public void close() {
            near.close();
        }
    }
}
