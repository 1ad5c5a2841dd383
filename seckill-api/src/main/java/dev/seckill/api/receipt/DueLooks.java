package dev.seckill.api.receipt;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Has somebody look whether a sale is sound of which a receipt is asked for: perhaps nobody asks for anything else of it any
 * more. However many receipts are asked for, a sale is looked at once in a while. Used by one thread.
 */
final class DueLooks {

    /** Between two looks at one sale. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Past it, the sale that was looked at first may be looked at again. */
    static final int SALES_MAX = 1000;

    private final Consumer<SaleId> looks;
    private final LongSupplier nanos;
    private final Map<SaleId, Long> lookedNanos = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SaleId, Long> eldest) {
            return size() > SALES_MAX;
        }
    };

    /**
     * Has not looked yet.
     *
     * @param looks has somebody look, and does not block
     * @param nanos a stopwatch
     */
    DueLooks(Consumer<SaleId> looks, LongSupplier nanos) {
        this.looks = Objects.requireNonNull(looks, "looks");
        this.nanos = nanos;
    }

    /** The sale is to be looked at. */
    void at(SaleId sale) {
        long now = nanos.getAsLong();
        Long last = lookedNanos.get(sale);
        if (last == null || now - last >= PAUSE.toNanos()) {
            lookedNanos.remove(sale);
            lookedNanos.put(sale, now);
            looks.accept(sale);
        }
    }
}
